// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming/englishnouns.h"

#include <QStringList>

namespace conjoin::model {

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

/// Irregular nouns that also end longer words: `salesperson`, `housewife`, `submatrix`.
constexpr char compoundingPairs[] =
    "person people  child children  man men  foot feet  tooth teeth  mouse mice  goose geese "
    "wife wives  knife knives  leaf leaves  loaf loaves  shelf shelves  wolf wolves  thief thieves "
    "sheaf sheaves  wharf wharves  dwarf dwarves  hero heroes  potato potatoes  tomato tomatoes "
    "quiz quizzes  matrix matrices  vertex vertices  index indices  criterion criteria "
    "phenomenon phenomena  bacterium bacteria  datum data  analysis analyses  basis bases  thesis theses "
    "diagnosis diagnoses";

constexpr char pairs[] =
    // an -f that turns to -ves
    "life lives  afterlife afterlives  half halves  behalf behalves  self selves  myself ourselves  calf "
    "calves "
    "elf elves  hoof hooves  scarf scarves  turf turves  staff staff "
    // Old English
    "ox oxen  louse lice "
    // -o that takes -es
    "echo echoes  veto vetoes  torpedo torpedoes  embargo embargoes  buffalo buffaloes  mosquito mosquitoes "
    "tornado tornadoes  go goes  no noes "
    // Latin
    "alumnus alumni  cactus cacti  fungus fungi  nucleus nuclei  radius radii  stimulus stimuli  bacillus "
    "bacilli "
    "locus loci  terminus termini  genus genera  corpus corpora  syllabus syllabuses  focus focuses "
    "alumna alumnae  larva larvae  vertebra vertebrae "
    "medium media  stadium stadia  podium podia  premium premia  curriculum curricula "
    "addendum addenda  erratum errata  stratum strata  ovum ova  spectrum spectra  symposium symposia "
    "desideratum desiderata  consortium consortia  millennium millennia "
    "appendix appendixes  codex codices  cortex cortices  vortex vortices  helix helices  radix radices "
    // Greek
    "automaton automata  taxon taxa  ganglion ganglia  stigma stigmata  axis axes  crisis crises  oasis oases "
    "hypothesis hypotheses  parenthesis parentheses  synthesis syntheses  prosthesis prostheses "
    "antithesis antitheses  synopsis synopses  ellipsis ellipses  emphasis emphases  neurosis neuroses "
    "psychosis psychoses  prognosis prognoses  hypnosis hypnoses  metamorphosis metamorphoses  nemesis nemeses "
    "genesis geneses  catharsis catharses  sepsis sepses  testis testes  paralysis paralyses  catalysis "
    "catalyses "
    "dialysis dialyses  electrolysis electrolyses  hydrolysis hydrolyses  praxis praxes  metastasis metastases "
    "sclerosis scleroses  thrombosis thromboses  symbiosis symbioses  osmosis osmoses  arthrosis arthroses "
    // French and others
    "chateau chateaux   fez fezzes  whiz whizzes  passerby passersby  runner-up runners-up";

constexpr char unchangingWords[] =
    // one form for both
    "sheep deer moose swine bison salmon squid aircraft spacecraft hovercraft watercraft "
    "offspring "
    "series species means crossroads headquarters gallows barracks chassis corps debris news chaos staff "
    // plural only
    "scissors clothes trousers pants jeans shorts glasses binoculars pliers tongs tweezers thanks billiards "
    "cattle "
    // diseases and fields of study
    "measles mumps rabies diabetes herpes rickets mathematics physics economics ethics genetics gymnastics "
    "linguistics athletics politics analytics logistics electronics robotics acoustics dynamics semantics "
    "informatics cybernetics ergonomics aesthetics phonetics hydraulics kinetics thermodynamics bioinformatics "
    "mechatronics "
    // not counted
    "adulthood advice aggression aid air alcohol anger applause arithmetic assistance bacon baggage beef "
    "biology "
    "blood botany bread butter carbon cardboard cash chalk chess countryside dancing dignity dirt dust "
    "education "
    "electricity engineering enjoyment envy equipment evidence evolution fame feedback fiction firmware flour "
    "flu "
    "food fuel fun furniture garbage garlic gold golf gossip gratitude grief guilt happiness hardware harm "
    "hate "
    "hatred health heat help homework honesty honey hospitality housework humour hunger hydrogen ice "
    "importance "
    "inflation information innocence iron irony jam jewelry judo karate knowledge lack laughter lava leather "
    "leisure "
    "lightning linguine linguini litter livestock logic loneliness luck luggage macaroni machinery magic "
    "malware "
    "management mankind marble mayonnaise methane metadata middleware milk minus money mud music nature "
    "nitrogen "
    "nonsense nurture nutrition obedience obesity oxygen pasta patience poetry pollution poverty pride "
    "psychology "
    "publicity punctuation quartz racism reliability relaxation research respect revenge rice rubbish rum "
    "safety scenery seafood seaside shame smoking snow soap software spaghetti spyware steam stupidity "
    "symmetry "
    "tennis thunder traffic transportation trust underwear unemployment unity veal vegetarianism violence "
    "vitality "
    "wealth weather welfare wheat wildlife wool zinc accommodation advertising literature";

constexpr char singularsInS[] =
    "iris mantis metropolis megalopolis acropolis necropolis pelvis penis trellis ibis marquis portcullis dais "
    "gas biogas bias atlas canvas alias lens yes plus christmas pancreas thermos "
    "cosmos rhinoceros asbestos ethos "
    "pathos bathos kudos albinos pyjamas summons hertz us this "
    "gps sms mms dns cms crms pos os ios aws tls sas nas vps dos ups erps sos";

constexpr char pluralsInS[] =
    // -us of a noun in -u
    "menus submenus gurus emus gnus haikus tutus zebus cpus gpus skus ecus plateaus bureaus gateaus luaus "
    "bayous "
    "caribous tofus flus tatus thous yous snafus impromptus "
    // -is of a noun in -i
    "skis taxis emojis wikis kiwis bikinis alibis safaris apis uis guis clis uris rabbis zombis origamis "
    "salamis "
    "tsunamis yetis corgis semis minis pois kpis dois rois khakis chilis litchis muesli jacuzzis "
    "broccolis "
    "biscottis graffitis paparazzis";

constexpr char keptEs[] =
    // -ies of a noun in -ie
    "movies cookies zombies calories ties pies lies dies brownies rookies hoodies genies selfies smoothies "
    "pixies "
    "prairies birdies hippies aunties foodies goalies bookies newbies indies veggies neckties magpies techies "
    "laddies lassies budgies camaraderies menageries reveries coteries boogies collies quickies townies bogies "
    "freebies groupies junkies softies walkies talkies caddies eyries "
    // -oes of a noun in -oe
    "shoes toes canoes foes oboes horseshoes floes hoes does throes mistletoes tiptoes woes sloes roes aloes "
    // -ches, -shes of a noun in -e
    "caches headaches aches toothaches stomachaches heartaches avalanches niches moustaches mustaches psyches "
    "quiches "
    "creches cliches pastiches brioches douches axes "
    // -xes of a noun in -xe
    "deluxes "
    // -uses of a noun in -use
    "uses reuses misuses overuses excuses fuses muses abuses refuses accuses ruses recluses profuses";

QHash<QString, QString> pairsOf(const char* text)
{
    const QStringList list = words(text);
    QHash<QString, QString> found;
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        found.insert(list[i], list[i + 1]);
    return found;
}

QSet<QString> setOf(const char* text)
{
    const QStringList list = words(text);
    return {list.begin(), list.end()};
}

EnglishNouns read()
{
    EnglishNouns nouns;
    const QHash<QString, QString> compounding = pairsOf(compoundingPairs);
    nouns.plurals = pairsOf(pairs);
    nouns.plurals.insert(compounding);
    for (auto it = nouns.plurals.cbegin(); it != nouns.plurals.cend(); ++it)
        nouns.singulars.insert(it.value(), it.key());
    for (auto it = compounding.cbegin(); it != compounding.cend(); ++it)
        nouns.compounding << it.key() << it.value();
    nouns.unchanging = setOf(unchangingWords);
    nouns.singularInS = setOf(singularsInS);
    nouns.pluralInS = setOf(pluralsInS);
    nouns.keptE = setOf(keptEs);
    return nouns;
}

} // namespace

const EnglishNouns& EnglishNouns::all()
{
    static const EnglishNouns nouns = read();
    return nouns;
}

} // namespace conjoin::model
