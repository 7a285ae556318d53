//! The small drawings before the name of a block, on a grid of 24 units. Their words stand beside
//! them, so they say nothing to screen readers.

/// One drawing with its frame; everything inherits the colour of the text.
macro_rules! icon {
    ($drawing:literal) => {
        concat!(
            "<svg width=\"20\" height=\"20\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">",
            $drawing,
            "</svg> "
        )
    };
}

/// A place with a view: `question`.
pub(super) const VIEW: &str = icon!(
    "<path d=\"M12 21V13M12 13 4.5 8M12 13l7.5-5M12 13 12 3M12 13 2.5 14.5M12 13l9.5 1.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linecap=\"round\"/>"
);
/// A bench: `reflection`.
pub(super) const BENCH: &str =
    icon!("<path d=\"M2 13h20M2 8h20M5 13v7M19 13v7\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>");
/// A hut: `story`.
pub(super) const HUT: &str = icon!(
    "<path d=\"M2 12 12 4l10 8M5 11v9h14v-9M12 20v-5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>"
);
/// A telephone: `help`.
pub(super) const PHONE: &str = icon!(
    "<path d=\"M7 2 3.5 4.5C3 13 11 21 19.5 20.5L22 17l-5-4-2.5 2.5c-2.5-1-5-3.5-6-6L11 7Z\" fill=\"currentColor\"/>"
);
/// A speech balloon: `say`.
pub(super) const SPEECH: &str = icon!(
    "<path d=\"M3 4h18v12H12l-5 5v-5H3Z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>"
);
/// Steep ground: `caution`, warnings.
pub(super) const STEEP: &str = icon!(
    "<path d=\"M12 3 22 21H2ZM12 10v5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/><circle cx=\"12\" cy=\"18\" r=\"1.4\" fill=\"currentColor\"/>"
);
/// A cairn: notes and tips.
pub(super) const CAIRN: &str =
    icon!("<path d=\"M2 21h20l-2-5H4ZM6 15h12l-2-5H8ZM9.5 9h5L13 4h-2Z\" fill=\"currentColor\"/>");
/// A frame with the sign to play: a film elsewhere.
pub(super) const REEL: &str = icon!(
    "<path d=\"M2 4h20v16H2Z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/><path d=\"M9.5 8v8l7-4Z\" fill=\"currentColor\"/>"
);
/// A flag: what is important.
pub(super) const FLAG: &str = icon!(
    "<path d=\"M6 22V3M6 4h13l-4 4 4 4H6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" stroke-linejoin=\"round\"/>"
);
