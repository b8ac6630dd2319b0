/** Finds many keywords in bytes in one pass, ASCII letters of either case alike (Aho and Corasick, 1975, as one dense table). */
export interface Automaton {
  /** Calls for every place where a keyword ends: `ids` of the keywords that end there, and the offset after it. */
  readonly run: (
    bytes: Uint8Array,
    from: number,
    to: number,
    visit: (ids: readonly number[], end: number) => void,
  ) => void;
}

interface Node {
  readonly next: Map<number, number>;
  readonly ids: number[];
  fail: number;
}

/** `keywords[id]` is lower-case ASCII. */
export function buildAutomaton(keywords: readonly string[]): Automaton {
  const nodes = buildTrie(keywords);
  const order = linkFailures(nodes);
  const classes = new Uint8Array(256);
  let classCount = 1;
  for (const keyword of keywords)
    for (const byte of Buffer.from(keyword, 'latin1')) if (classes[byte] === 0) classes[byte] = classCount++;
  for (let letter = 0x61; letter <= 0x7a; letter += 1) classes[letter - 0x20] = classes[letter] as number;

  // States in which a keyword ends get the highest numbers, so that the loop asks one comparison of a byte.
  const position = new Int32Array(nodes.length);
  let place = 0;
  for (const accepts of [false, true])
    for (const node of order) if ((nodes[node] as Node).ids.length > 0 === accepts) position[node] = place++;
  const firstAccepting = nodes.filter(({ ids }) => ids.length === 0).length;

  const table = new Int32Array(nodes.length * classCount);
  const outputs: (readonly number[])[] = Array.from({ length: nodes.length - firstAccepting }, () => []);
  for (const at of order) {
    const node = nodes[at] as Node;
    const row = (position[at] as number) * classCount;
    const failRow = (position[node.fail] as number) * classCount;
    if (at !== 0) table.copyWithin(row, failRow, failRow + classCount);
    for (const [byte, to] of node.next) table[row + (classes[byte] as number)] = (position[to] as number) * classCount;
    if (node.ids.length > 0) outputs[(position[at] as number) - firstAccepting] = node.ids;
  }
  const root = (position[0] as number) * classCount;
  const accepting = firstAccepting * classCount;
  return {
    run: (bytes, from, to, visit) => {
      let state = root;
      for (let at = from; at < to; at += 1) {
        state = table[state + (classes[bytes[at] as number] as number)] as number;
        if (state >= accepting) visit(outputs[state / classCount - firstAccepting] as readonly number[], at + 1);
      }
    },
  };
}

function buildTrie(keywords: readonly string[]): Node[] {
  const nodes: Node[] = [{ next: new Map(), ids: [], fail: 0 }];
  keywords.forEach((keyword, id) => {
    let at = 0;
    for (const byte of Buffer.from(keyword, 'latin1')) {
      const node = nodes[at] as Node;
      const known = node.next.get(byte);
      at = known ?? nodes.push({ next: new Map(), ids: [], fail: 0 }) - 1;
      if (known === undefined) node.next.set(byte, at);
    }
    (nodes[at] as Node).ids.push(id);
  });
  return nodes;
}

/** Breadth first, so that the failure of a node is linked before the node; keywords that end within another are its too. */
function linkFailures(nodes: readonly Node[]): number[] {
  const order = [0];
  for (let head = 0; head < order.length; head += 1) {
    const at = order[head] as number;
    const node = nodes[at] as Node;
    for (const [byte, to] of node.next) {
      const child = nodes[to] as Node;
      child.fail = at === 0 ? 0 : continuation(nodes, node.fail, byte);
      child.ids.push(...(nodes[child.fail] as Node).ids);
      order.push(to);
    }
  }
  return order;
}

/** Where the longest proper suffix goes on with `byte`. */
function continuation(nodes: readonly Node[], from: number, byte: number): number {
  for (let at = from; ; at = (nodes[at] as Node).fail) {
    const to = (nodes[at] as Node).next.get(byte);
    if (to !== undefined || at === 0) return to ?? 0;
  }
}
