/** A file, a link, an executable file or a submodule's commit. */
export type Entry = string | Uint8Array | { link: string } | { run: string } | { module: string };
/** What a side has in the folder of its row. */
export type Tree = Readonly<Record<string, Entry>>;
/** One kind of conflict, in a folder of its name. */
export interface Row {
  readonly name: string;
  readonly base: Tree;
  readonly ours: Tree;
  readonly theirs: Tree;
}

const text = (name: string, first = `${name} 1`, last = `${name} 9`) =>
  [first, ...Array.from({ length: 7 }, (_, at) => `${name} ${at + 2}`), last].map((l) => `${l}\n`).join('');
const bytes = (end: number) => Uint8Array.from([0, 1, 2, 255, end]);
const m = (c: string) => ({ module: c.repeat(40) });
export const rows: Row[] = [
  {
    name: 'rename-rename-1to2',
    base: { old: text('x') },
    ours: { left: text('x', 'OURS') },
    theirs: { right: text('x', undefined, 'THEIRS') },
  },
  {
    name: 'rename-rename-2to1',
    base: { one: text('p'), two: text('q') },
    ours: { both: text('p', 'OURS'), two: text('q') },
    theirs: { one: text('p'), both: text('q', 'THEIRS') },
  },
  {
    name: 'rename-delete',
    base: { old: text('r'), keep: 'k\n' },
    ours: { new: text('r', 'OURS'), keep: 'k\n' },
    theirs: { keep: 'k\n' },
  },
  {
    name: 'delete-rename',
    base: { old: text('rr'), keep: 'k\n' },
    ours: { keep: 'k\n' },
    theirs: { new: text('rr', 'THEIRS'), keep: 'k\n' },
  },
  {
    name: 'modify-delete',
    base: { file: text('s'), keep: 'k\n' },
    ours: { file: text('s', 'OURS'), keep: 'k\n' },
    theirs: { keep: 'k\n' },
  },
  {
    name: 'delete-modify',
    base: { file: text('t'), keep: 'k\n' },
    ours: { keep: 'k\n' },
    theirs: { file: text('t', 'THEIRS'), keep: 'k\n' },
  },
  { name: 'add-add', base: {}, ours: { file: 'same\nOURS\n' }, theirs: { file: 'same\nTHEIRS\n' } },
  {
    name: 'directory-rename',
    base: { 'old/a': text('u1'), 'old/b': text('u2'), 'old/c': text('u3') },
    ours: { 'new/a': text('u1'), 'new/b': text('u2'), 'new/c': text('u3') },
    theirs: { 'old/a': text('u1'), 'old/b': text('u2'), 'old/c': text('u3'), 'old/d': 'THEIRS d\n' },
  },
  {
    name: 'directory-split',
    base: { 'old/a': text('v1'), 'old/b': text('v2') },
    ours: { 'n1/a': text('v1'), 'n2/b': text('v2') },
    theirs: { 'old/a': text('v1'), 'old/b': text('v2'), 'old/d': 'THEIRS v\n' },
  },
  { name: 'file-directory', base: {}, ours: { thing: 'OURS file\n' }, theirs: { 'thing/inside': 'THEIRS inside\n' } },
  { name: 'directory-file', base: {}, ours: { 'thing/inside': 'OURS inside\n' }, theirs: { thing: 'THEIRS file\n' } },
  {
    name: 'file-directory-changed',
    base: { thing: text('w') },
    ours: { thing: text('w', 'OURS') },
    theirs: { 'thing/inside': 'THEIRS inside\n' },
  },
  { name: 'binary', base: { file: bytes(0) }, ours: { file: bytes(1) }, theirs: { file: bytes(2) } },
  { name: 'binary-add', base: {}, ours: { file: bytes(1) }, theirs: { file: bytes(2) } },
  { name: 'submodule', base: { sub: m('1') }, ours: { sub: m('2') }, theirs: { sub: m('3') } },
  {
    name: 'submodule-delete',
    base: { sub: m('4'), keep: 'k\n' },
    ours: { sub: m('5'), keep: 'k\n' },
    theirs: { keep: 'k\n' },
  },
  {
    name: 'link-link',
    base: { link: { link: 'zero' } },
    ours: { link: { link: 'one' } },
    theirs: { link: { link: 'two' } },
  },
  {
    name: 'link-file',
    base: { file: text('y') },
    ours: { file: { link: 'one' } },
    theirs: { file: text('y', 'THEIRS') },
  },
  {
    name: 'file-link',
    base: { file: text('z') },
    ours: { file: text('z', 'OURS') },
    theirs: { file: { link: 'one' } },
  },
  { name: 'link-file-add', base: {}, ours: { file: { link: 'one' } }, theirs: { file: text('zz', 'THEIRS') } },
  {
    name: 'mode-and-content',
    base: { file: text('m') },
    ours: { file: { run: text('m') } },
    theirs: { file: text('m', 'THEIRS') },
  },
  {
    name: 'mode-and-conflict',
    base: { 'file.ts': "export { a } from './a';\n" },
    ours: { 'file.ts': { run: "export { a } from './a';\nexport { b } from './b';\n" } },
    theirs: { 'file.ts': "export { a } from './a';\nexport { c } from './c';\n" },
  },
  {
    name: 'mode-both',
    base: { file: text('n') },
    ours: { file: { run: text('n', 'OURS') } },
    theirs: { file: { run: text('n', undefined, 'THEIRS') } },
  },
  { name: 'mode-add', base: {}, ours: { file: { run: text('mm') } }, theirs: { file: text('mm') } },
  {
    name: 'rename-add',
    base: { old: text('aa') },
    ours: { new: text('aa', 'OURS') },
    theirs: { old: text('aa'), new: 'THEIRS own\n' },
  },
  {
    name: 'delete-mode',
    base: { file: text('dm'), keep: 'k\n' },
    ours: { keep: 'k\n' },
    theirs: { file: { run: text('dm') }, keep: 'k\n' },
  },
  {
    name: 'rename-content',
    base: { 'old.ts': "export { a } from './a';\nexport const x = 1;\nexport const y = 2;\nexport const z = 2;\n" },
    ours: {
      'new.ts':
        "export { a } from './a';\nexport { b } from './b';\nexport const x = 1;\nexport const y = 2;\nexport const z = 2;\n",
    },
    theirs: {
      'old.ts':
        "export { a } from './a';\nexport { c } from './c';\nexport const x = 1;\nexport const y = 2;\nexport const z = 2;\n",
    },
  },
];
