/** What names are made of: beyond ASCII, all but white space. */
const inName = String.raw`\w$\x80-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff`;
/** What counts, where it is no member of something: words that may import, and a module's name whose declaration was not read. */
const keyword = String.raw`(?:import(?!\.meta\b|[${inName}])|export(?=\s*(?:type\b|[{*/]))|require(?=\s*(?:\(|\.\s*ensure\b))|define(?=\s*\(\s*['\"[])|from(?=\s*['"]))`;
/** In each, nothing begins or ends that counts; each is taken whole or not at all. */
const passages = [
  String.raw`[^${inName}.#'"\x60/(){}[\]\\<=>]+`,
  String.raw`(?!${keyword})[${inName}]+`,
  // Members, also those that are called as what counts.
  String.raw`\.\.\.|[.#](?!\s*/[/*])\s*[${inName}]*`,
  // Brackets that hold names.
  String.raw`\([\w$.,\s]*\)|\[[\w$.,\s]*\]|\{[\w$.,:\s]*\}`,
  String.raw`'[^'\\\n]*(?:\\[^][^'\\\n]*)*'|"[^"\\\n]*(?:\\[^][^"\\\n]*)*"`,
  String.raw`\x60[^\x60\\$]*(?:(?:\\[^]|\$(?!\{))[^\x60\\$]*)*\x60`,
  // Comments, but not those before what needs to know what stood before them.
  String.raw`(?:(?://[^\n]*(?![^\n])|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)\s*)+(?!\s*[/<(!])`,
  // Not the marks of a conflict.
  String.raw`=(?!={6})|>(?!>{6})`,
];
/** What is passed over has fewer signs than this, or goes on behind it: an expression remembers each passage, and has little room. */
export const mostPassages = 10_000;
const many = `{0,${mostPassages}}`;
/** Code up to the next sign that counts. */
export const passage = new RegExp(`(?:${[...passages, '<(?!<<)'].join('|')})${many}`, 'y');
/** The same where a `<` may begin an element. */
export const passageBesideMarkup = new RegExp(`(?:${[...passages, '<(?!<<|[a-zA-Z>])'].join('|')})${many}`, 'y');
