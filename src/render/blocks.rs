//! Directives and alerts: tinted grounds that always begin with a drawing and a name in words.

use pulldown_cmark::BlockQuoteKind;

use super::writer::Writer;
use super::{escape, icon};
use crate::config::is_language_code;
use crate::model::Lang;
use crate::syntax::Directive;

/// An open directive: what is written when it closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Plain,
    /// Lines to write on when printed.
    Reflection,
    /// The site's help lines.
    Help,
    /// Folded away.
    Transcript,
    /// In another language than what is around it.
    Foreign,
}

impl Writer<'_> {
    pub(super) fn open_directive(&mut self, directive: &Directive) {
        if directive.name == "transcript" {
            return self.open_transcript(&directive.title);
        }
        if directive.states_language() {
            return self.open_foreign(&directive.title);
        }
        let (class, icon, key, block) = match directive.name.as_str() {
            "question" => ("block question", icon::VIEW, "body.question", Block::Plain),
            "reflection" => ("block reflection", icon::BENCH, "body.reflection", Block::Reflection),
            "story" => ("block story", icon::HUT, "body.story", Block::Plain),
            "say" => ("block say", icon::SPEECH, "body.say", Block::Plain),
            "caution" => ("block alert caution", icon::STEEP, "body.caution", Block::Plain),
            "help" => ("help", icon::PHONE, "body.help", Block::Help),
            _ => ("block note", icon::CAIRN, "alert.note", Block::Plain),
        };
        let title = if directive.title.is_empty() { self.words.get(key) } else { &directive.title };
        self.open_block(class, icon, title);
        self.blocks.push(block);
        self.depth += 1;
    }

    pub(super) fn close_directive(&mut self) {
        self.end_label();
        self.end_container();
        match self.blocks.pop() {
            Some(Block::Reflection) => {
                self.block("<div");
                self.attributes(" class=\"lines\">");
                self.out.push_str("</div>\n");
            }
            Some(Block::Help) => {
                self.block("<div");
                let mark = self.out.len();
                self.out.push_str(" class=\"help-lines\">\n");
                let is_linked = !self.in_link();
                self.help.write(&mut self.out, self.words, is_linked);
                self.own(mark);
                self.out.push_str("</div>\n");
            }
            Some(Block::Transcript) => return self.block("</details>\n"),
            Some(Block::Foreign) => return self.block("</div>\n"),
            _ => {}
        }
        self.block("</div>\n");
    }

    fn open_transcript(&mut self, title: &str) {
        self.block("<details");
        let is_for_paper = self.view.setting.is_for_paper;
        self.attributes(if is_for_paper {
            " class=\"block transcript\" open>"
        } else {
            " class=\"block transcript\">"
        });
        self.out.push_str("<summary");
        self.attributes(" class=\"block-t\">");
        escape::text(&mut self.out, if title.is_empty() { self.words.get("body.transcript") } else { title });
        self.out.push_str("</summary>\n");
        self.blocks.push(Block::Transcript);
        self.depth += 1;
    }

    /// Words in another language: no box, only a voice that knows how to read them.
    fn open_foreign(&mut self, tag: &str) {
        self.block("<div");
        if is_language_code(tag) {
            let direction = Lang::new(tag).direction();
            self.attributes(&format!(" lang=\"{tag}\" dir=\"{direction}\">"));
        } else {
            self.out.push('>');
        }
        self.blocks.push(Block::Foreign);
        self.depth += 1;
    }

    pub(super) fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, icon, key) = match kind {
            BlockQuoteKind::Note => ("block alert note", icon::CAIRN, "alert.note"),
            BlockQuoteKind::Tip => ("block alert tip", icon::CAIRN, "alert.tip"),
            BlockQuoteKind::Important => ("block alert important", icon::FLAG, "alert.important"),
            BlockQuoteKind::Warning => ("block alert warning", icon::STEEP, "alert.warning"),
            BlockQuoteKind::Caution => ("block alert caution", icon::STEEP, "alert.caution"),
        };
        let title = self.words.get(key);
        self.open_block(class, icon, title);
    }

    fn open_block(&mut self, class: &str, icon: &str, title: &str) {
        self.block_number += 1;
        let id = self.own_id(&format!("b{}", self.block_number));
        self.block("<div");
        self.attributes(&format!(" class=\"{class}\" role=\"note\" aria-labelledby=\"{id}\">"));
        self.out.push_str("<p");
        self.attributes(&format!(" class=\"block-t\" id=\"{id}\">{icon}"));
        escape::text(&mut self.out, title);
        self.out.push_str("</p>\n");
    }
}
