import { deserialize, serialize } from 'node:v8';
import { expect, test } from '@jest/globals';
import { changeTableOf } from '../../src/history/change-table.ts';
import { packIndex, unpackIndex, type PackedIndex } from '../../src/kept/pack-index.ts';
import { form, type KeptIndex } from '../../src/kept/kept-index.ts';
import { termIndexOf } from '../../src/rank/term-index.ts';
import { plain } from './plain.ts';
import { createTextIndex } from '../../src/rank/text-index.ts';

function indexOf(texts: readonly string[], extra: Partial<KeptIndex> = {}): KeptIndex {
  const builder = createTextIndex();
  for (const [at, text] of texts.entries()) builder.add(`folder ${at}/ö.py`, text);
  return {
    form,
    limit: 10,
    contents: texts.map((_, at) => `name${at}`),
    seen: undefined,
    imports: [],
    graphs: [],
    text: builder.finish().data,
    past: undefined,
    ...extra,
  };
}

const commit = (paths: readonly string[], message: string) => ({ hash: 'a1', time: 1_700_000_000, message, paths });
const past = (commits: readonly ReturnType<typeof commit>[]): KeptIndex['past'] => ({
  key: 'k',
  history: { commits, isPartial: true },
  changes: changeTableOf(commits),
  messages: indexOf(['fee']).text.pieces,
});

test.each<[string, KeptIndex]>([
  ['nothing', indexOf([])],
  [
    'graphs, one with a strange name in it',
    indexOf(['a', 'b'], {
      graphs: ['./a.ts', './a\0b.ts'].map((name) => ({
        key: name,
        starts: Uint32Array.of(0, 1, 1),
        targets: Uint32Array.of(1),
        edges: [`import ${name}`],
        unresolvedFrom: Uint32Array.of(0),
        unresolved: ['./c.ts'],
        unparsed: new Uint32Array(0),
      })),
    }),
  ],
  ['one empty text', indexOf([''], { imports: [undefined], contents: [''] })],
  [
    'imports of every form',
    indexOf(['class Fee: pass', 'a', 'b', 'c'], {
      imports: [
        undefined,
        { specifiers: [], isParsed: true },
        { specifiers: [{ specifier: 'from .a import b', kind: 're-export' }], isParsed: false },
        {
          specifiers: [
            { specifier: '', kind: 'type' },
            { specifier: 'x', kind: 'import' },
          ],
          isParsed: true,
          home: '',
        },
      ],
    }),
  ],
  [
    'signs that part',
    indexOf(['x'], {
      contents: ['a\0b'],
      imports: [{ specifiers: [{ specifier: 'a\nb', kind: 'import' }], isParsed: true }],
    }),
  ],
  ['commits', indexOf(['x'], { past: past([commit(['a', 'b/ü'], 'one\n\ntwo'), commit([], ''), commit(['c'], 'ü')]) })],
  ['a history without commits', indexOf(['x'], { past: past([]) })],
])('%s: what is packed and kept comes back as it was', (_, index) => {
  expect(plain(unpackIndex(deserialize(serialize(packIndex(index))) as PackedIndex))).toEqual(plain(index));
});

test('a word is found in the packed bytes as among all words, and no other is', () => {
  const texts = ['fees feed fee', 'äther zoo öl', '日本語 a_b $x', 'x'.repeat(50), 'fee zoo'];
  const index = indexOf([...texts, Array.from({ length: 300 }, (_, at) => `w${at}z`).join(' ')]);
  const kept = unpackIndex(deserialize(serialize(packIndex(index))) as PackedIndex).text.pieces;
  expect(kept.termOf).toBeDefined();
  for (const [term, word] of index.text.pieces.words.entries())
    expect([word, kept.termOf?.(word)]).toEqual([word, term]);
  for (const word of ['', 'f', 'feez', 'zzz', 'w30', '語', 'fe\0']) expect(kept.termOf?.(word)).toBeUndefined();
  const [one, other] = [termIndexOf(kept), termIndexOf(index.text.pieces)];
  for (const word of ['fee', 'zoo', 'w7z', 'none']) {
    expect(one.postings(word)).toEqual(other.postings(word));
    expect(one.postings(word)).toBe(one.postings(word));
  }
});
