import { scanner, type Automaton } from './run-automaton.ts';

interface Node {
  readonly next: Map<number, number>;
  readonly ids: number[];
  fail: number;
}

/** Builds it as one dense table (Aho and Corasick, 1975). `keywords[id]` is lower-case ASCII. */
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

  // A power of two, so that the row of a state is a shift away.
  const shift = Math.ceil(Math.log2(classCount));
  if (nodes.length > 0xff_ff) throw new RangeError(`${nodes.length} states are more than an automaton can have`);
  const table = new Uint16Array(nodes.length << shift);
  const outputs: (readonly number[])[] = Array.from({ length: nodes.length - firstAccepting }, () => []);
  for (const at of order) {
    const node = nodes[at] as Node;
    const row = (position[at] as number) << shift;
    const failRow = (position[node.fail] as number) << shift;
    if (at !== 0) table.copyWithin(row, failRow, failRow + classCount);
    for (const [byte, to] of node.next) table[row + (classes[byte] as number)] = position[to] as number;
    if (node.ids.length > 0) outputs[(position[at] as number) - firstAccepting] = node.ids;
  }
  const longest = Math.max(...keywords.map(({ length }) => length));
  return scanner({ table, classes, shift, firstAccepting, outputs, warmUp: longest - 1 });
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
