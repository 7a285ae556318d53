//! The small words that every text of a language is full of, by which it is told from others.

use std::collections::HashMap;

/// Code and name of a language, and its commonest function words, forms with their accents. A word may be in
/// several lists; it then tells nothing between those languages.
pub(super) const LANGUAGES: [(&str, &str, &str); 9] = [
    (
        "en",
        "English",
        "the of and to a in is it you that for with on as are be this have from or by not but what all were when we there \
         can an your which their if will each about how up out them then these so some her would him has two more no \
         they at my who do his he she was i me our us than its been could should because",
    ),
    (
        "es",
        "Spanish",
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre \
         este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han \
         yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo ese cada esto esa eso hacer les otra otro te tu",
    ),
    (
        "fr",
        "French",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la mais avec ou son \
         elle aux sa cette on ses comme être nous tout vous leur deux ces entre fait peut même sans dont si autres après je \
         ils bien où encore aussi leurs alors l d c qu n s j votre vos notre nos",
    ),
    (
        "de",
        "German",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass \
         sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch \
         man sein wurde sei ihr ihre wir ich du kann wenn was diese dieser",
    ),
    (
        "pt",
        "Portuguese",
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou \
         ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem \
         nas me esse eles estão você tinha foram essa num nem suas meu às minha têm são",
    ),
    (
        "it",
        "Italian",
        "di e il la che in a per un è del non si una i con le da sono della al lo come più ma anche o dei nel alla ha su \
         gli questo questa dalla ci se alle quando essere tra delle degli nella sua suo loro molto cui dal ai ti mi io hai \
         perché cosa chi dove ogni ed sul sulla",
    ),
    (
        "nl",
        "Dutch",
        "de het een van en in is dat op te zijn met voor niet aan er die hij om als dan maar je ze ook of bij nog uit naar \
         heeft hebben kan wel wat geen meer door over was deze zich wordt worden tot dit mijn u we jij onze hun zij als \
         zo veel moet ik",
    ),
    (
        "sv",
        "Swedish",
        "och i att det som en på är av för med den till inte om ett han men var de jag sig från vi så kan när hade hon nu har \
         ska skulle vad eller du ut där sin efter upp dig man min mycket också detta mot vara dem",
    ),
    (
        "pl",
        "Polish",
        "i w nie na się z do to że jest o jak a za co od po ale tak go ja już ma są przez być dla tym jego czy który które \
         tylko może oraz także jej ich ten ta te bardzo gdy gdzie nas was mi ci sobie lub przy",
    ),
];

/// The bit of a language's list; none where there is no list.
pub(super) fn bit(lang: &str) -> Option<u16> {
    LANGUAGES.iter().position(|(code, ..)| *code == lang).map(|number| 1 << number)
}

/// Words of all lists, ready to be looked up. Made once for many texts.
#[derive(Debug)]
pub struct ListedWords(HashMap<&'static str, u16>);

impl Default for ListedWords {
    fn default() -> Self {
        let mut masks: HashMap<&str, u16> = HashMap::new();
        for (number, (.., words)) in LANGUAGES.iter().enumerate() {
            for word in words.split_whitespace() {
                *masks.entry(word).or_default() |= 1 << number;
            }
        }
        Self(masks)
    }
}

impl ListedWords {
    /// A bit for each language whose list has a word, in whatever letters.
    pub(super) fn mask(&self, word: &str) -> u16 {
        // No listed word is longer.
        if word.len() > 12 {
            return 0;
        }
        let found = self.0.get(word).copied();
        let small = || word.chars().any(char::is_uppercase).then(|| word.to_lowercase());
        found.or_else(|| self.0.get(small()?.as_str()).copied()).unwrap_or(0)
    }
}
