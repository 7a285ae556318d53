use snapbox::str;

use super::check;

#[test]
fn directives_begin_with_their_name() {
    check(
        ":::question\nWhat *now*?\n:::\n",
        str![[r#"
<div class="block question" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 21V13M12 13 4.5 8M12 13l7.5-5M12 13 12 3M12 13 2.5 14.5M12 13l9.5 1.5" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/></svg> A question to sit with</p>
<p>What <em>now</em>?</p>
</div>

"#]],
    );
    check(
        ":::say Words & <more>\nHello\n:::\n",
        str![[r#"
<div class="block say" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 4h18v12H12l-5 5v-5H3Z" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/></svg> Words &amp; &lt;more&gt;</p>
<p>Hello</p>
</div>

"#]],
    );
    check(
        ":::reflection\n- One …\n:::\n",
        str![[r#"
<div class="block reflection" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2 13h20M2 8h20M5 13v7M19 13v7" fill="none" stroke="currentColor" stroke-width="2.5"/></svg> Take a moment</p>
<ul>
<li>One …</li>
</ul>
<div class="lines"></div>
</div>

"#]],
    );
    check(
        ":::help\nAny time.\n:::\n",
        str![[r#"
<div class="help" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M7 2 3.5 4.5C3 13 11 21 19.5 20.5L22 17l-5-4-2.5 2.5c-2.5-1-5-3.5-6-6L11 7Z" fill="currentColor"/></svg> Talk to someone now</p>
<p>Any time.</p>
<div class="help-lines">
<dl>
<div><dt>A &lt;line&gt;</dt><dd><a class="tel" href="tel:988">988</a></dd><dd>Text <a class="nw" href="sms:988">988</a></dd><dd><a href="https://chat.example/?a&amp;b" rel="noreferrer" aria-label="Chat online: A &lt;line&gt;">Chat online</a></dd><dd>day and night</dd><dd>English, español</dd></div>
</dl>
<p class="small">Call 911.</p>
</div>
</div>

"#]],
    );
    check(
        ":::wonder\nx\n:::\n",
        str![[r#"
<div class="block note" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2 21h20l-2-5H4ZM6 15h12l-2-5H8ZM9.5 9h5L13 4h-2Z" fill="currentColor"/></svg> Note</p>
<p>x</p>
</div>

"#]],
    );
    check(
        "::::story\n:::caution\nx\n:::\n::::\nafter",
        str![[r#"
<div class="block story" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2 12 12 4l10 8M5 11v9h14v-9M12 20v-5" fill="none" stroke="currentColor" stroke-width="2.5"/></svg> A story made from many</p>
<div class="block alert caution" role="note" aria-labelledby="wp-b2"><p class="block-t" id="wp-b2"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 3 22 21H2ZM12 10v5" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/><circle cx="12" cy="18" r="1.4" fill="currentColor"/></svg> When not to use this</p>
<p>x</p>
</div>
</div>
<p>after</p>

"#]],
    );
}

#[test]
fn alerts() {
    check(
        "> [!NOTE]\n> a\n",
        str![[r#"
<div class="block alert note" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M2 21h20l-2-5H4ZM6 15h12l-2-5H8ZM9.5 9h5L13 4h-2Z" fill="currentColor"/></svg> Note</p>
<p>a</p>
</div>

"#]],
    );
    check(
        "> [!WARNING]\n> a\n>\n> b",
        str![[r#"
<div class="block alert warning" role="note" aria-labelledby="wp-b1"><p class="block-t" id="wp-b1"><svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 3 22 21H2ZM12 10v5" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/><circle cx="12" cy="18" r="1.4" fill="currentColor"/></svg> Warning</p>
<p>a</p>
<p>b</p>
</div>

"#]],
    );
}
