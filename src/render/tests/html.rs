use snapbox::str;

use super::check;

#[test]
fn plain_elements_stay() {
    check(
        "<div class=\"x\" id=\"y\" title=\"T &amp; t\">\n\n*a*\n\n</div>\n",
        str![[r#"
<div title="T &amp; t">
<p><em>a</em></p>
</div>

"#]],
    );
    check(
        "a <kbd>Ctrl</kbd> <sub>2</sub> <abbr title=\"x\">y</abbr><br>",
        str![[r#"
<p>a <kbd>Ctrl</kbd> <sub>2</sub> <abbr title="x">y</abbr><br></p>

"#]],
    );
    check(
        "<details open>\n<summary>More</summary>\n\n- a\n\n</details>",
        str![[r#"
<details open="">
<summary>More</summary>
<ul>
<li>a</li>
</ul>
</details>
"#]],
    );
    check(
        "<h1 id=x>Top</h1>\n",
        str![[r#"
<h2>Top</h2>

"#]],
    );
    check(
        "<!-- gone -->\n\na <!-- gone --> b",
        str![[r#"

<p>a  b</p>

"#]],
    );
    check("<dl><dt>a<dd>b</dl>", str!["<dl><dt>a</dt><dd>b</dd></dl>"]);
}

#[test]
fn what_waypost_writes_survives_beside_raw_html() {
    check(
        "<b>x</b>\n\n## Head\n\n:::question\nx[^1]\n:::\n\n- [x] y\n\n```rust\nlet a;\n```\n\n| a |\n|--:|\n| 1 |\n\n[^1]: n",
        str![[r##"
<p><b>x</b></p>
<h2 id="head">Head <a class="anchor" href="#head" aria-label="Link to this section: Head">#</a></h2>
<div class="block question" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 21V13M12 13 4.5 8M12 13l7.5-5M12 13 12 3M12 13 2.5 14.5M12 13l9.5 1.5" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/></svg> A question to sit with</p>
<p>x<sup><a href="#wp-fn-1" id="wp-fnref-1" aria-label="Note 1">1</a></sup></p>
</div>
<ul>
<li class="task"><label><input type="checkbox" checked disabled> y</label></li>
</ul>
<pre class="code" tabindex="0"><code class="language-rust"><span class="k">let</span> a<span class="p">;
</span></code></pre>
<div class="table" role="region" tabindex="0" aria-label="Table: a"><table>
<thead><tr><th scope="col" class="end">a</th></tr></thead>
<tbody>
<tr><td class="end">1</td></tr>
</tbody>
</table></div>
<section class="footnotes" aria-label="Notes">
<ol>
<li id="wp-fn-1">
<p>n <a href="#wp-fnref-1" aria-label="Back to the text, note 1">Back to the text</a></p>
</li>
</ol>
</section>

"##]],
    );
    check(
        "<b>x</b> [l](es/a) ![i](a.png)\n\n![i](a.png \"c\")\n\n:::help\n:::",
        str![[r#"
<p><b>x</b> <a href="/es/a/" lang="es" hreflang="es">l</a> <img src="/f/a.png" alt="i" width="40" height="30" loading="lazy" decoding="async"></p>
<figure><img src="/f/a.png" alt="i" width="40" height="30" loading="lazy" decoding="async"><figcaption>c</figcaption></figure>
<div class="help" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M7 2 3.5 4.5C3 13 11 21 19.5 20.5L22 17l-5-4-2.5 2.5c-2.5-1-5-3.5-6-6L11 7Z" fill="currentColor"/></svg> Talk to someone now</p>
<div class="help-lines">
<dl>
<div><dt>A &lt;line&gt;</dt><dd><a class="tel" href="tel:988">988</a></dd><dd>Text <a class="nw" href="sms:988">988</a></dd><dd><a href="https://chat.example/?a&amp;b" rel="noreferrer" aria-label="Chat online: A &lt;line&gt;">Chat online</a></dd><dd>day and night</dd><dd>English, español</dd></div>
</dl>
<p class="small">Call 911.</p>
</div>
</div>

"#]],
    );
}

#[test]
fn raw_links_and_media_have_targets_too() {
    check(
        "<a href=\"tools/x\" title=\"t\">y</a> <a href='missing'>z</a> <a name=q>n</a>",
        str![[r#"
<p><a href="/tools/x/" title="t">y</a> z n</p>

"#]],
    );
    check(
        "<div>\n<a\n  href=\"https://e.org/?a&amp;b\">y</a>\n<img src=\"a.png\">\n<img src=b.png alt=\"B &quot;b&quot;\" width=5 onerror=x>\n</div>",
        str![[r#"
<div>
<a href="https://e.org/?a&amp;b" rel="noreferrer">y</a>
<img src="/f/a.png" alt="" width="40" height="30" loading="lazy" decoding="async">
<img src="/f/b.png" alt="B &quot;b&quot;" width="40" height="30" loading="lazy" decoding="async">
</div>
"#]],
    );
    check(
        "<img src=\"https://e.org/a.png\" alt=\"far\"> <img src=\"missing.png\" alt=\"gone\">",
        str![[r#"
<p><a href="https://e.org/a.png" rel="noreferrer">far</a> gone</p>

"#]],
    );
    check(
        "<video src=\"a.mp4\" poster=\"https://e.org/p.png\" autoplay></video>",
        str![[r#"
<p><video src="/f/a.mp4" controls="" preload="none"><track kind="captions" src="/f/film.en.vtt" srclang="en" label="en" default=""><track kind="captions" src="/f/film.es.vtt" srclang="es" label="es"></video></p>

"#]],
    );
    check(
        "<audio controls><source src=\"a.ogg\" type=\"audio/ogg\"><source src=\"https://e.org/a.mp3\">none</audio>",
        str![[r#"
<p><audio controls="" preload="none"><source src="/f/a.ogg" type="audio/ogg">none</audio></p>

"#]],
    );
    check(
        "<video src=\"https://e.org/a.mp4\">x</video>",
        str![[r#"
<p><a href="https://e.org/a.mp4" rel="noreferrer">https://e.org/a.mp4</a>x</p>

"#]],
    );
    check(
        "[md <a href=\"tools/x\">raw</a>](tools/y)",
        str![[r#"
<p><a href="/tools/y/">md raw</a></p>

"#]],
    );
    check(
        "> <img\n> src=\"a.png\">",
        str![[r#"
<blockquote>
</blockquote>

"#]],
    );
}

#[test]
fn what_is_not_closed_ends_with_its_block() {
    check(
        "a <b>b\n\nc",
        str![[r#"
<p>a <b>b</b></p>
<p>c</p>

"#]],
    );
    check(
        "- a <div>\n- b </div>\n\nc",
        str![[r#"
<ul>
<li>a <div></div></li>
<li>b </li>
</ul>
<p>c</p>

"#]],
    );
    check(
        "<div>\n\n*a <i>b* c</i> d",
        str![[r#"
<div>
<p><em>a <i>b</i></em> c d</p>
</div>
"#]],
    );
    check(
        "<table><tr><td>a<td>b<tr><td>c\n\nafter",
        str![[r#"
<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c
<p>after</p>
</td></tr></tbody></table>
"#]],
    );
    check(
        "x </p></div></b> y",
        str![[r#"
<p>x  y</p>

"#]],
    );
    check(
        "<p>a\n\nb",
        str![[r#"
<p>a
</p><p>b</p>

"#]],
    );
}

#[test]
fn nothing_of_active_elements_is_shown() {
    check(
        "a <script>alert(1)</script> b *c*",
        str![[r#"
<p>a  b <em>c</em></p>

"#]],
    );
    check(
        "a *<script>b* c</script> d\n\ne",
        str![[r#"
<p>a <em></em> c d</p>
<p>e</p>

"#]],
    );
    check(
        "<style>\np {}\n</style>\n\nb",
        str![[r#"

<p>b</p>

"#]],
    );
    check("<SCRIPT>x</ScRiPt >y", str!["y"]);
    check("<iframe src=\"x\">y</iframe>z", str!["z"]);
    check(
        "<svg><circle/><text>t</text></svg>",
        str![[r#"
<p>t</p>

"#]],
    );
    check("<form action=x><button>b</button></form>", str!["b"]);
}
