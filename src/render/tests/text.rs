use snapbox::str;

use super::check;

#[test]
fn plain_text_and_emphasis() {
    check(
        "One *two* **three** ~~four~~ `a < b`\nfive\\\nsix",
        str![[r#"
<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>a &lt; b</code>
five<br>
six</p>

"#]],
    );
    check(
        "It's \"quoted\" -- a--b...",
        str![[r#"
<p>It’s “quoted” – a–b…</p>

"#]],
    );
    check(
        "a\n\n---\n\n> b\n> c",
        str![[r#"
<p>a</p>
<hr>
<blockquote>
<p>b
c</p>
</blockquote>

"#]],
    );
    check(
        "1 < 2 & 3 > 2 &amp; &copy;",
        str![[r#"
<p>1 &lt; 2 &amp; 3 &gt; 2 &amp; ©</p>

"#]],
    );
    check(
        "a\u{2028}b\u{1}c\0d\re\u{FFFE}",
        str![[r#"
<p>a bc�d
e</p>

"#]],
    );
}

#[test]
fn lists() {
    check(
        "- a\n- b\n  - c\n\n1. d\n2. e",
        str![[r#"
<ul>
<li>a</li>
<li>b
<ul>
<li>c</li>
</ul>
</li>
</ul>
<ol>
<li>d</li>
<li>e</li>
</ol>

"#]],
    );
    check(
        "3. a\n\n   b\n4. c",
        str![[r#"
<ol start="3">
<li>
<p>a</p>
<p>b</p>
</li>
<li>
<p>c</p>
</li>
</ol>

"#]],
    );
    check(
        "- [x] done *it*\n- [ ] to do\n  - inside",
        str![[r#"
<ul>
<li class="task"><label><input type="checkbox" checked disabled> done <em>it</em></label></li>
<li class="task"><label><input type="checkbox" disabled> to do</label>
<ul>
<li>inside</li>
</ul>
</li>
</ul>

"#]],
    );
    check(
        "- [ ] loose\n\n- [x] too",
        str![[r#"
<ul>
<li class="task">
<p><label><input type="checkbox" disabled> loose</label></p>
</li>
<li class="task">
<p><label><input type="checkbox" checked disabled> too</label></p>
</li>
</ul>

"#]],
    );
}

#[test]
fn headings_have_an_anchor_and_never_the_first_level() {
    check(
        "# Top\n\n### What *helps* & \"why\"?\n",
        str![[r##"
<h2 id="top">Top <a class="anchor" href="#top" aria-label="Link to this section: Top">#</a></h2>
<h3 id="what-helps-why">What <em>helps</em> &amp; “why”? <a class="anchor" href="#what-helps-why" aria-label="Link to this section: What helps &amp; “why”?">#</a></h3>

"##]],
    );
    check(
        "## A {#own}\n\n## A\n",
        str![[r##"
<h2 id="own">A <a class="anchor" href="#own" aria-label="Link to this section: A">#</a></h2>
<h2 id="a">A <a class="anchor" href="#a" aria-label="Link to this section: A">#</a></h2>

"##]],
    );
    check(
        "##\n",
        str![[r#"
<div id="section"></div>

"#]],
    );
    check(
        "## A <b>x</b>\n",
        str![[r##"
<h2 id="a-x">A <b>x</b> <a class="anchor" href="#a-x" aria-label="Link to this section: A x">#</a></h2>

"##]],
    );
    check(
        "Two\nlines\n===",
        str![[r##"
<h2 id="two-lines">Two
lines <a class="anchor" href="#two-lines" aria-label="Link to this section: Two lines">#</a></h2>

"##]],
    );
}

#[test]
fn links() {
    check(
        "[a *b*](tools/x \"A \\\"title\\\"\") and [c](missing/x)",
        str![[r#"
<p><a href="/tools/x/" title="A &quot;title&quot;">a <em>b</em></a> and c</p>

"#]],
    );
    check(
        "[es](es/tools/x) [out](https://e.org/?a=1&b=2) <https://e.org> <a@e.org>",
        str![[r#"
<p><a href="/es/tools/x/" lang="es" hreflang="es">es</a> <a href="https://e.org/?a=1&amp;b=2" rel="noreferrer">out</a> <a href="https://e.org" rel="noreferrer">https://e.org</a> <a href="mailto:a@e.org">a@e.org</a></p>

"#]],
    );
    check(
        "[t](tel:988) [here](#a) [](tools/x)",
        str![[r##"
<p><a href="tel:988">t</a> <a href="#a">here</a> <a href="/tools/x/">/tools/x/</a></p>

"##]],
    );
    check(
        "[ref] and [a][ref]\n\n[ref]: tools/y \"T\"",
        str![[r#"
<p><a href="/tools/y/" title="T">ref</a> and <a href="/tools/y/" title="T">a</a></p>

"#]],
    );
    check(
        "[b](//e.org) [c](data:text/html,x) [d](javascript:alert(1))",
        str![[r#"
<p>b c d</p>

"#]],
    );
}

#[test]
fn images() {
    check(
        "a ![A *fork*](a.png \"Now\") b",
        str![[r#"
<p>a <img src="/f/a.png" alt="A fork" width="40" height="30" loading="lazy" decoding="async" title="Now"> b</p>

"#]],
    );
    check(
        "![A fork](a.png \"The caption & more\")",
        str![[r#"
<figure><img src="/f/a.png" alt="A fork" width="40" height="30" loading="lazy" decoding="async"><figcaption>The caption &amp; more</figcaption></figure>

"#]],
    );
    check(
        "![A fork](missing.png \"The caption\")",
        str![[r#"
<p>A fork</p>

"#]],
    );
    check(
        "![A fork](https://e.org/a.png) ![](https://e.org/b.png)",
        str![[r#"
<p><a href="https://e.org/a.png" rel="noreferrer">A fork</a> <a href="https://e.org/b.png" rel="noreferrer">https://e.org/b.png</a></p>

"#]],
    );
    check(
        "[![A fork](https://e.org/a.png)](tools/x) [![](a.png)](tools/x)",
        str![[r#"
<p><a href="/tools/x/">A fork</a> <a href="/tools/x/"><img src="/f/a.png" alt="" width="40" height="30" loading="lazy" decoding="async">/tools/x/</a></p>

"#]],
    );
    check(
        "- ![x](a.png \"t\")",
        str![[r#"
<ul>
<li><img src="/f/a.png" alt="x" width="40" height="30" loading="lazy" decoding="async" title="t"></li>
</ul>

"#]],
    );
}

#[test]
fn tables() {
    check(
        "| a | b *c* | |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| 4 |\n",
        str![[r#"
<div class="table" role="region" tabindex="0" aria-label="Table: a, b c"><table>
<thead><tr><th scope="col">a</th><th scope="col" class="center">b <em>c</em></th><td class="end"></td></tr></thead>
<tbody>
<tr><td>1</td><td class="center">2</td><td class="end">3</td></tr>
<tr><td>4</td><td class="center"></td><td class="end"></td></tr>
</tbody>
</table></div>

"#]],
    );
    check(
        "a | b\n--|--\n\ntext\n\na | b\n--|--\n1|2",
        str![[r#"
<div class="table" role="region" tabindex="0" aria-label="Table: a, b"><table>
<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>
</table></div>
<p>text</p>
<div class="table" role="region" tabindex="0" aria-label="Table: a, b (2)"><table>
<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>
<tbody>
<tr><td>1</td><td>2</td></tr>
</tbody>
</table></div>

"#]],
    );
}

#[test]
fn definition_lists() {
    check(
        "One\n: first\n: second\n\nTwo\nThree\n: third\n",
        str![[r#"
<dl class="defs">
<div>
<dt>One</dt>
<dd>first</dd>
<dd>second</dd>
</div>
<div>
<dt>Two
Three</dt>
<dd>third</dd>
</div>
</dl>

"#]],
    );
}

#[test]
fn footnotes() {
    check(
        "a[^one] b[^two] c[^one]\n\n[^two]: Second.\n[^one]: First, see[^three].\n\n    More\n\n[^three]: - list\n[^four]: unused[^five]\n[^five]: x\n",
        str![[r##"
<p>a<sup><a href="#wp-fn-1" id="wp-fnref-1" aria-label="Note 1">1</a></sup> b<sup><a href="#wp-fn-2" id="wp-fnref-2" aria-label="Note 2">2</a></sup> c<sup><a href="#wp-fn-1" id="wp-fnref-1-2" aria-label="Note 1">1</a></sup></p>
<section class="footnotes" aria-label="Notes">
<ol>
<li id="wp-fn-1">
<p>First, see<sup><a href="#wp-fn-3" id="wp-fnref-3" aria-label="Note 3">3</a></sup>.</p>
<p>More <a href="#wp-fnref-1" aria-label="Back to the text, note 1">Back to the text</a> <a href="#wp-fnref-1-2" aria-label="Back to the text, note 1 (2)">(2)</a></p>
</li>
<li id="wp-fn-2">
<p>Second. <a href="#wp-fnref-2" aria-label="Back to the text, note 2">Back to the text</a></p>
</li>
<li id="wp-fn-3">
<ul>
<li>list</li>
</ul>
<p><a href="#wp-fnref-3" aria-label="Back to the text, note 3">Back to the text</a></p>
</li>
</ol>
</section>

"##]],
    );
    check(
        "a[^none]",
        str![[r#"
<p>a[^none]</p>

"#]],
    );
    check(
        "[link[^1]](tools/x)\n\n[^1]: x",
        str![[r##"
<p>[link<sup><a href="#wp-fn-1" id="wp-fnref-1" aria-label="Note 1">1</a></sup>](tools/x)</p>
<section class="footnotes" aria-label="Notes">
<ol>
<li id="wp-fn-1">
<p>x <a href="#wp-fnref-1" aria-label="Back to the text, note 1">Back to the text</a></p>
</li>
</ol>
</section>

"##]],
    );
    check("[^a]: never", str![]);
    check(
        "a[^N]\n\n[^n]: ## Head\n\n## Other\n",
        str![[r##"
<p>a<sup><a href="#wp-fn-1" id="wp-fnref-1" aria-label="Note 1">1</a></sup></p>
<h2 id="other">Other <a class="anchor" href="#other" aria-label="Link to this section: Other">#</a></h2>
<section class="footnotes" aria-label="Notes">
<ol>
<li id="wp-fn-1">
<h2 id="head">Head <a class="anchor" href="#head" aria-label="Link to this section: Head">#</a></h2>
<p><a href="#wp-fnref-1" aria-label="Back to the text, note 1">Back to the text</a></p>
</li>
</ol>
</section>

"##]],
    );
}

#[test]
fn code() {
    check(
        "```rust\nlet a = 1 < 2;\n```\n",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-rust"><span class="k">let</span> a <span class="o">= </span><span class="n">1 </span><span class="o">&lt; </span><span class="n">2</span><span class="p">;
</span></code></pre>

"#]],
    );
    check(
        "    in <dented>\n",
        str![[r#"
<pre class="code" tabindex="0"><code>in &lt;dented&gt;
</code></pre>

"#]],
    );
    check(
        "```klingon x=\"y\"\na\n```",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-klingon">a
</code></pre>

"#]],
    );
    check(
        "~~~js\"onclick=x\n</code>\n~~~",
        str![[r#"
<pre class="code" tabindex="0"><code class="language-js"><span class="o">&lt;</span><span class="s">/code&gt;
</span></code></pre>

"#]],
    );
    check(
        "```\r\na\r\nb\r\n```",
        str![[r#"
<pre class="code" tabindex="0"><code>a
b
</code></pre>

"#]],
    );
}
