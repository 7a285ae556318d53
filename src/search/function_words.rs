//! Words that hold a sentence together and say little of what it is about. How often they stand in
//! a small library tells nothing of how little they tell, so they count less whatever it holds; a
//! query in whole sentences is then led by its other words.

use super::stem::Terms;
use super::words::each_word;

/// The terms of a language's function words; none for languages that have no list.
pub(super) fn function_terms(language: &str) -> Vec<String> {
    let list = match super::stem::primary(language).as_str() {
        "en" => ENGLISH,
        "es" => SPANISH,
        _ => return Vec::new(),
    };
    let terms = Terms::of(language);
    let mut found = Vec::new();
    each_word(list, language, |word| found.push(terms.term(word).into_owned()));
    found.sort_unstable();
    found.dedup();
    found
}

const ENGLISH: &str = "a about after again all also always am an and any anybody anyone anything are arent around as \
    at away back be because been before being both but by can cant cannot come could couldnt did didnt do does doesnt \
    doing dont done each else even ever every everyone everything few for from get gets getting go goes going gonna \
    good got had has hasnt have havent having he her here hers him his how i id if ill im in into is isnt it its ive \
    just keep kind know let like long look lot make many may maybe me might more most much must my myself never no \
    nobody not nothing now of off ok on one only onto or other our out over own people please put really right same \
    say says see she should shouldnt since so some somebody someone something still such take tell than that thats the \
    their them then there theres these they theyre thing things think this those through to too try trying up us use \
    very want wants was wasnt way we well went were werent what whats when where which while who whom whose why will \
    with without wont would wouldnt yes yet you your youre";

const SPANISH: &str = "a al algo alguien alguna algunas alguno algunos ahora ante antes aquí así aun aunque bien bueno \
    cada casi como cómo con contra cosa cosas cual cuál cuando cuándo cuanto cuánto de debo del desde después donde \
    dónde dos durante e el él ella ellas ellos en entre era eres es esa esas ese eso esos esta está están estar estas \
    este esto estos estoy fue fui ha hace hacer hacia hago hasta hay he hemos hoy incluso ir la las le les lo los luego \
    más me mí mi mis mientras mucha muchas mucho muchos muy nada nadie ni no nos nosotros nuestra nuestro nunca o otra \
    otras otro otros para pero poco por porque puede puedo pues que qué quien quién quiere quiero sé se sea según ser \
    si sí siempre sin sino sobre sólo solo son soy su sus tal también tan tanto te tengo tiene toda todas todo todos tú \
    tu tus un una unas uno unos va vez voy y ya yo";
