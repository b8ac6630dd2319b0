import { judgeValue } from '../assignment/judge-value.ts';
import { nameClass } from '../assignment/name-class.ts';
import { genericRules } from '../engine/generic-rules.ts';
import type { Candidate } from '../finding.ts';
import { exampleGrade } from '../grade/example-marker.ts';

/** What a Secret of Kubernetes holds. */
export interface ManifestContent {
  /** Values whose names do not tell what they are. */
  readonly candidates: readonly Candidate[];
  /** Files and settings that are encoded there. */
  readonly encoded: readonly { readonly start: number; readonly end: number; readonly bytes: Buffer }[];
}

const kind = /kind:[ \t]*["']?Secret["']?[ \t]*\r?(?:\n|$)/;
const block = /(?:^|\n)(stringData|data):[ \t]*\r?\n((?:[ \t]+[^\n]*(?:\n|$)|[ \t]*\r?\n)+)/g;
const entry = /^[ \t]+["']?([\w.-]{1,100})["']?:[ \t]*["']?([^ \t-\r"'#|>{][^ \t-\r"'#]{5,60000})["']?[ \t]*\r?$/gm;
/** Text with the line feeds and tabs that are in files. */
const isText = /^[\t\n\r\x20-\x7e]+$/;

/** The entries of the manifest whose `kind: Secret` stands at `at`: all of them are secret, and the names of many say nothing. */
export function readSecretManifest(text: string, at: number): ManifestContent {
  const candidates: Candidate[] = [];
  const encoded: { start: number; end: number; bytes: Buffer }[] = [];
  if (!kind.test(text.slice(at, at + 40)) || (at > 0 && text[at - 1] !== '\n')) return { candidates, encoded };
  const mark = text.lastIndexOf('\n---', at);
  const from = mark < 0 ? 0 : mark + 4;
  const next = text.indexOf('\n---', at);
  const manifest = text.slice(from, next < 0 ? text.length : next);
  for (const { 1: section, 2: entries = '', index, 0: all } of manifest.matchAll(block))
    for (const found of entries.matchAll(entry)) {
      const [line, name = '', value = ''] = found;
      const start = from + index + all.length - entries.length + found.index + line.lastIndexOf(value);
      const place = { start, end: start + value.length };
      const bytes = section === 'data' ? decoded(value) : undefined;
      if (section === 'data' && bytes === undefined) continue;
      if (bytes !== undefined) encoded.push({ ...place, bytes });
      candidates.push(...judgedEntry(name, { ...place, secret: value, plain: bytes?.toString('latin1') }));
    }
  return { candidates, encoded };
}

interface Entry {
  readonly start: number;
  readonly end: number;
  /** As it stands there: what tells it from others, also where only its line is seen. */
  readonly secret: string;
  /** What is encoded in it; undefined where nothing is. */
  readonly plain: string | undefined;
}

/** What is encoded is judged, since base64 of a word looks random: where the name promises a secret and there is none, that is said too. */
function judgedEntry(name: string, { plain, ...place }: Entry): Candidate[] {
  const promised = nameClass(name);
  const isNamed = promised !== 'none' && promised !== 'weak';
  if (isNamed && plain === undefined) return [];
  const found = isNamed ? promised : 'secret';
  const text = plain ?? place.secret;
  const value = { start: place.start, end: place.end, shape: 'assignment', isQuoted: true } as const;
  const judged = judgeValue(text, isNamed ? found : 'token', value, true);
  if (judged === undefined && (!isNamed || /[\s{]/.test(text))) return [];
  // Of what stands there it is asked where it is graded, which looks into longer base64 alone.
  const example = exampleGrade(place.secret) === undefined ? exampleGrade(text) : undefined;
  return [
    {
      ...genericRules[found],
      ...place,
      rank: 21,
      certainty: (judged?.certainty ?? 0.3) * (example?.factor ?? 1),
      reasons: [
        ...(example === undefined ? [] : [example.reason]),
        ...(judged === undefined
          ? ['what is encoded there is a word']
          : ['it stands in a Secret of Kubernetes', ...judged.reasons]),
      ],
    },
  ];
}

function decoded(value: string): Buffer | undefined {
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  return isText.test(bytes.toString('latin1')) ? bytes : undefined;
}
