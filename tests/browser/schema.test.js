// The schemas that `waypost schema` writes, held to `waypost check` on random front matter: what one
// file's front matter alone decides, a JSON Schema validator says too. YAML is read as editors read it
// (`yaml` is the parser of the YAML language server), formats are asserted.
//
//   SCHEMA_CASES=100000 SCHEMA_SEED=7 node --test schema.test.js      more of them, other ones
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parseDocument } from 'yaml';
import { random } from './front-matter.js';

const CASES = Number(process.env.SCHEMA_CASES ?? 10_000);
const SEED = Number(process.env.SCHEMA_SEED ?? 1);
const WAYPOST = process.env.WAYPOST ?? path.resolve('../../target/debug/waypost');
const FOLDERS = { article: 'articles', principle: 'principles', tool: 'tools', pathway: 'pathways', page: 'pages' };

const SITE = `title: Library
base_url: https://library.example/
languages: [en, es]
taxonomies:
  topics: {closed: true, terms: {housing: {label: Housing, description: A place to live.}, sleep: {label: Sleep}, "2024": {}, "true": {}}}
  audience: {terms: [families, coaches]}
  region: {closed: true, terms: [north coast, south]}
  mood: {}
  nothing: {closed: true}
people: {editors: {name: Editorial team}, "7": {name: Seven}}
help_lines: [{name: Line, call: "988"}]
fields:
  article: {source_note: text, reading_level: {type: choice, choices: [plain, "3", no]}, seen: date, weight: number}
  tool: {materials_note: {type: text, required: true}, partner: {type: reference, kind: tool}, also: reference, head: {type: reference, kind: page}}
`;

/** What other files, the rest of this one or its name decide. */
const NOT_ITS_OWN = [
  'reference-missing', 'reference-unpublished', 'reference-self', 'file-missing', 'address-clash', 'alias-clash',
  'pathway-cycle', 'date-future', 'review-future',
];
/** Whether a message is of what no schema can say: `outputs::schema::EXCEPTIONS`, one by one. */
function isException(said, value) {
  if (/^(date-order|step-repeated):/.test(said)) return true;
  if (/^choice-too-small:/.test(said)) {
    return (value.stages ?? []).some((stage) => (stage.steps ?? []).some((step) => step.choose?.length > 2));
  }
  // A number or a yes-or-no in another spelling than the one that is known, or that makes no slug.
  return /^(term|choice|person)-unknown: `([-+.0-9].*|true|false)` /i.test(said)
    || (/^slug-(invalid|reserved):/.test(said) && typeof value.slug === 'number');
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypost-schema-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function cases() {
  const next = random(SEED);
  fs.writeFileSync(path.join(folder, 'waypost.yaml'), SITE);
  for (const name of Object.values(FOLDERS)) fs.mkdirSync(path.join(folder, 'content', name), { recursive: true });
  return Array.from({ length: CASES }, (_, number) => {
    const { kind, yaml } = next();
    const file = `content/${FOLDERS[kind]}/n${number}.md`;
    fs.writeFileSync(path.join(folder, file), `---\n${yaml}---\n\nText.\n`);
    return { kind, yaml, file };
  });
}

/** The errors of each file that its own front matter decides. */
function checked() {
  const run = spawnSync(WAYPOST, ['check', '--site', folder, '--today', '2026-12-01', '--format', 'json'], {
    encoding: 'utf8', maxBuffer: 1 << 30,
  });
  assert.ok(run.status === 0 || run.status === 1, run.stderr);
  const found = new Map();
  for (const line of run.stdout.split('\n').filter(Boolean)) {
    const one = JSON.parse(line);
    if (one.severity !== 'error' || NOT_ITS_OWN.includes(one.code)) continue;
    assert.ok(one.file.startsWith('content/'), line);
    found.set(one.file, [...(found.get(one.file) ?? []), `${one.code}: ${one.message}`]);
  }
  return found;
}

/** Validators of each kind, by a class of Ajv. */
function validators(Class) {
  const ajv = new Class({ strict: false, allErrors: false });
  formats(ajv);
  return Object.fromEntries(Object.keys(FOLDERS).map((kind) => {
    const schema = JSON.parse(fs.readFileSync(path.join(folder, 'schema', `${kind}.schema.json`), 'utf8'));
    if (Class === Ajv) delete schema.$schema;
    return [kind, ajv.compile(schema)];
  }));
}

/** Front matter as an editor's program reads it; nothing where it is no YAML. */
function asEditorsRead(yaml) {
  const document = parseDocument(yaml, { version: '1.2', uniqueKeys: true });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch {
    return undefined; // an alias inside the value that it repeats
  }
}

test('schemas say what check says of one front matter', (t) => {
  const all = cases();
  execFileSync(WAYPOST, ['schema', '--site', folder], { stdio: 'pipe' });
  const errors = checked();
  const [today, older] = [validators(Ajv2020), validators(Ajv)];
  const wrong = [];
  const count = { valid: 0, invalid: 0, exceptions: 0 };
  for (const { kind, yaml, file } of all) {
    const value = asEditorsRead(yaml);
    const fits = value !== undefined && today[kind](value);
    const said = errors.get(file) ?? [];
    const exception = fits && said.length > 0 && said.every((one) => isException(one, value));
    count[fits ? 'valid' : 'invalid'] += 1;
    if (exception) count.exceptions += 1;
    if (value !== undefined && older[kind](value) !== fits) wrong.push({ file, yaml, why: 'draft 07 differs' });
    if (fits !== (said.length === 0 || exception)) {
      wrong.push({ file, yaml, said, schema: fits ? 'valid' : JSON.stringify(today[kind].errors?.slice(0, 3)) });
    }
  }
  t.diagnostic(`${CASES} front matters (seed ${SEED}): ${JSON.stringify(count)}, ${wrong.length} disagreements`);
  assert.ok(count.valid > CASES / 5 && count.invalid > CASES / 5, 'both sorts are there');
  assert.deepEqual(wrong.slice(0, 8), [], `${wrong.length} of ${CASES} disagree`);
});
