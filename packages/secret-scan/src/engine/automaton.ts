/** A machine that finds many keywords in one pass (Aho and Corasick, 1975), as one dense table. */
export interface Automaton {
  readonly states: number;
  /** The class of each byte; bytes that are in no keyword are of class 0, and letters of either case of the same. */
  readonly classes: Uint8Array;
  /** A state's row begins at `state << bits`. */
  readonly bits: number;
  /** The next state, at `state << bits | class`. */
  readonly table: Uint16Array;
  /** States from this one on are those in which keywords end. */
  readonly firstAccepting: number;
  /** The keywords that end in a state, from the first accepting one on. */
  readonly outputs: readonly (readonly number[])[];
  /** How many bytes before a place decide which keywords can end from there on. */
  readonly warmUp: number;
}

/** `keywords[id]` is lower-case ASCII. Called at every start: everything is in flat arrays. */
export function buildAutomaton(keywords: readonly string[]): Automaton {
  const { classes, count: classCount } = classesOf(keywords);
  const bits = Math.ceil(Math.log2(classCount));
  const most = keywords.reduce((sum, { length }) => sum + length, 1);
  if (most > 0xff_ff) throw new RangeError(`${most} characters of keywords are more than an automaton can have`);
  const trie = new Uint16Array(most << bits);
  const [firstChild, nextChild, kindOf] = [new Uint16Array(most), new Uint16Array(most), new Uint8Array(most)];
  const endings: (number[] | undefined)[] = [];
  let states = 1;
  keywords.forEach((keyword, id) => {
    let state = 0;
    for (let at = 0; at < keyword.length; at += 1) {
      const kind = classes[keyword.charCodeAt(at)]!;
      const place = (state << bits) | kind;
      if (trie[place] === 0) {
        nextChild[states] = firstChild[state]!;
        firstChild[state] = states;
        kindOf[states] = kind;
        trie[place] = states++;
      }
      state = trie[place]!;
    }
    (endings[state] ??= []).push(id);
  });
  const parts = { trie, bits, classCount, states, endings, firstChild, nextChild, kindOf };
  return {
    ...numbered(parts, linkFailures(parts)),
    states,
    classes,
    bits,
    warmUp: Math.max(0, ...keywords.map(({ length }) => length - 1)),
  };
}

function classesOf(keywords: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const keyword of keywords)
    for (let at = 0; at < keyword.length; at += 1) {
      const byte = keyword.charCodeAt(at);
      if (classes[byte] === 0) classes[byte] = count++;
    }
  for (let letter = 0x61; letter <= 0x7a; letter += 1) classes[letter - 0x20] = classes[letter]!;
  return { classes, count };
}

interface Trie {
  readonly trie: Uint16Array;
  readonly bits: number;
  readonly classCount: number;
  readonly states: number;
  readonly endings: (number[] | undefined)[];
  /** The children of a state, as a list. */
  readonly firstChild: Uint16Array;
  readonly nextChild: Uint16Array;
  /** The class of the byte that leads to a state. */
  readonly kindOf: Uint8Array;
}

interface Links {
  /** Breadth first. */
  readonly order: Uint16Array;
  /** The state of the longest proper ending of what leads to a state. */
  readonly fallBack: Uint16Array;
}

/** Breadth first, so that where a state falls back to is known before the state is; the keywords that end there are that one's too. */
function linkFailures({ trie, bits, states, endings, firstChild, nextChild, kindOf }: Trie): Links {
  const fallBack = new Uint16Array(states);
  const order = new Uint16Array(states);
  let tail = 1;
  for (let head = 0; head < tail; head += 1) {
    const state = order[head]!;
    const inherited = state === 0 ? undefined : endings[fallBack[state]!];
    if (inherited !== undefined) endings[state] = [...(endings[state] ?? []), ...inherited];
    for (let child = firstChild[state]!; child !== 0; child = nextChild[child]!) {
      order[tail++] = child;
      if (state === 0) continue;
      const kind = kindOf[child]!;
      let from = fallBack[state]!;
      while (from !== 0 && trie[(from << bits) | kind] === 0) from = fallBack[from]!;
      fallBack[child] = trie[(from << bits) | kind]!;
    }
  }
  return { order, fallBack };
}

/**
 * The table of all next states: a state's row is that of the state it falls back to, but for its own children. States in which keywords end
 * get the highest numbers, so that a walk asks one comparison of a byte; those near the start are side by side.
 */
function numbered(
  { bits, classCount, states, endings, firstChild, nextChild, kindOf }: Trie,
  { order, fallBack }: Links,
): Pick<Automaton, 'table' | 'firstAccepting' | 'outputs'> {
  const position = new Uint16Array(states);
  let place = 0;
  for (const state of order) if (endings[state] === undefined) position[state] = place++;
  const firstAccepting = place;
  const outputs: number[][] = [];
  for (const state of order) {
    const ids = endings[state];
    if (ids === undefined) continue;
    position[state] = place++;
    outputs.push(ids);
  }
  const table = new Uint16Array(states << bits);
  for (const state of order) {
    const row = position[state]! << bits;
    const fallBackRow = position[fallBack[state]!]! << bits;
    if (state !== 0) table.copyWithin(row, fallBackRow, fallBackRow + classCount);
    for (let child = firstChild[state]!; child !== 0; child = nextChild[child]!)
      table[row | kindOf[child]!] = position[child]!;
  }
  return { table, firstAccepting, outputs };
}
