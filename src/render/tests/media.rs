use super::{check, render, well_formed};

const FILM: &str = "\
<figure class=\"media\" aria-labelledby=\"wp-b1\"><video aria-labelledby=\"wp-b1\" controls preload=\"none\" src=\"/f/film.mp4\" playsinline width=\"320\" height=\"180\" poster=\"/f/film.jpg\">\
<track kind=\"captions\" src=\"/f/film.en.vtt\" srclang=\"en\" label=\"en\" default><track kind=\"captions\" src=\"/f/film.es.vtt\" srclang=\"es\" label=\"es\"></video>\
<figcaption><p class=\"media-t\" id=\"wp-b1\">A walk &lt;b&gt;</p><p>With &amp; without</p><p class=\"file\"><a download href=\"/f/film.mp4\">Download<span class=\"vh\">: A walk &lt;b&gt;</span></a> (MP4, 12 MB)\
<span class=\"print\">https://library.example/f/film.mp4</span></p></figcaption></figure>
<details class=\"block transcript\"><summary class=\"block-t\">Read what is said</summary><div class=\"file\" lang=\"ar\" dir=\"rtl\"><p>One &lt;b&gt;</p>
<p>Two &amp;<br>
three<br>
&lt;/div&gt;&lt;script&gt;</p>
</div></details>
";

const SOUND: &str = "\
<figure class=\"media\" aria-labelledby=\"wp-b1\"><audio aria-labelledby=\"wp-b1\" controls preload=\"none\" src=\"/f/talk.mp3\"></audio>\
<figcaption><p class=\"media-t\" id=\"wp-b1\">A talk</p><p class=\"file\"><a download href=\"/f/talk.mp3\">Download<span class=\"vh\">: A talk</span></a> (MP4, 12 MB)\
<span class=\"print\">https://library.example/f/film.mp4</span></p></figcaption></figure>
<details class=\"block transcript\"><summary class=\"block-t\">Read what is said</summary><div class=\"file\"><p><a href=\"/f/film.txt\">Read what is said</a> (TXT, 300 kB)</p></div></details>
";

/// A card, with what its site is called, what it opens, and where its link leads.
fn card(number: usize, site: &str, host: &str, url: &str, title: &str) -> String {
    let html = render("![t](https://vimeo.com/76979871)");
    let icon = html.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap().to_owned();
    format!(
        "<figure class=\"block film\" aria-labelledby=\"wp-b{number}\"><p class=\"block-t\" id=\"wp-b{number}\"><svg{icon}</svg> Film at {site}</p>\n\
         <p class=\"film-t\"><a href=\"{url}\" rel=\"noreferrer\">{title}</a></p>\n\
         <p class=\"file\" dir=\"auto\">The link opens {host}, which may keep track of what you watch.</p></figure>\n"
    )
}

#[test]
fn a_film_alone_is_a_player_with_raw_html_about_or_not() {
    check("![A walk \\<b>](film.mp4 \"With & without\")", FILM);
    check("![A walk \\<b>](film.mp4 \"With & without\")\n\n<b>x</b>", format!("{FILM}<p><b>x</b></p>\n"));
    check("![A talk](talk.mp3)", SOUND);
}

#[test]
fn within_a_line_a_film_is_a_link() {
    let link = "<a href=\"/f/film.mp4\">a film <small class=\"file\">(MP4, 12 MB)</small></a>";
    check("See ![a film](film.mp4).", format!("<p>See {link}.</p>\n"));
    check("- ![a film](film.mp4)", format!("<ul>\n<li>{link}</li>\n</ul>\n"));
    check("[![a film](film.mp4)](x)", "<p><a href=\"/x/\">a film</a></p>\n");
    check(
        "See ![a talk](https://youtu.be/dQw4w9WgXcQ), <https://youtu.be/dQw4w9WgXcQ>.",
        "<p>See <a href=\"https://youtu.be/dQw4w9WgXcQ\" rel=\"noreferrer\">a talk</a>, <a href=\"https://youtu.be/dQw4w9WgXcQ\" rel=\"noreferrer\">https://youtu.be/dQw4w9WgXcQ</a>.</p>\n",
    );
}

#[test]
fn a_film_elsewhere_is_a_card() {
    let youtube = |title: &str| card(1, "YouTube", "youtube.com", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", title);
    check("![A talk \\<i>](https://youtu.be/dQw4w9WgXcQ?si=x)", youtube("A talk &lt;i&gt;"));
    check("[A *talk*](https://www.youtube.com/shorts/dQw4w9WgXcQ)", youtube("A talk"));
    check("<https://youtu.be/dQw4w9WgXcQ>", youtube("https://youtu.be/dQw4w9WgXcQ"));
    check("![](https://youtu.be/dQw4w9WgXcQ)", youtube("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
    check("> ![A talk](https://youtu.be/dQw4w9WgXcQ)", format!("<blockquote>\n{}</blockquote>\n", youtube("A talk")));
}

#[test]
fn a_frame_of_a_film_is_a_card_and_other_frames_are_nothing() {
    let frame = |title: &str| {
        format!("<iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1\"{title}>old</iframe>")
    };
    let card = |title: &str| card(1, "YouTube", "youtube.com", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", title);
    check(&frame(" title='A &quot;talk&quot; <b>'"), card("A \"talk\" &lt;b&gt;"));
    check(&frame(""), card("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
    check(&frame(" title=\"YouTube video player\""), card("https://www.youtube.com/watch?v=dQw4w9WgXcQ"));
    check("<iframe src=\"https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ\"></iframe>x", "x");
    check("<iframe srcdoc=\"x\" src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\"></iframe>x", "x");
    for markdown in
        [format!("a {} b", frame(" title=t")), format!("<a href=x>{}</a>", frame("")), format!("<p>{}", frame(""))]
    {
        let html = render(&markdown);
        well_formed::assert(&html, &markdown);
        assert!(!html.contains("iframe") && !html.contains("autoplay"), "{html}");
    }
}

#[test]
fn a_raw_player_gets_the_captions_beside_it() {
    check(
        "<video src=\"film.mp4\" preload=\"metadata\"></video>",
        "<p><video src=\"/f/film.mp4\" preload=\"metadata\" controls=\"\"><track kind=\"captions\" src=\"/f/film.en.vtt\" srclang=\"en\" label=\"en\" default=\"\"><track kind=\"captions\" src=\"/f/film.es.vtt\" srclang=\"es\" label=\"es\"></video></p>\n",
    );
}

#[test]
fn links_to_files_tell_type_and_size() {
    let note = " <small class=\"file\">(PDF, 120 kB)</small>";
    check("[Sheet](a.pdf)", format!("<p><a href=\"/f/a.pdf\">Sheet{note}</a></p>\n"));
    check("<p><a href=\"a.pdf\">Sheet</a></p>", format!("<p><a href=\"/f/a.pdf\">Sheet{note}</a></p>"));
    check("[Page](a)", "<p><a href=\"/a/\">Page</a></p>\n");
}

#[test]
fn a_transcript_is_folded_away() {
    check(
        ":::transcript\nHello.\n:::",
        "<details class=\"block transcript\"><summary class=\"block-t\">Read what is said</summary>\n<p>Hello.</p>\n</details>\n",
    );
    check(
        ":::transcript In *words*\nHello.\n\n<b>x\n:::",
        "<details class=\"block transcript\"><summary class=\"block-t\">In *words*</summary>\n<p>Hello.</p>\n<p><b>x</b></p>\n</details>\n",
    );
}
