import type { PackageManifest } from '@cdev/package-workspace';
import { field } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';

/** What npm, Node and the tools around them read a field as. */
interface Kind {
  readonly is: (value: unknown) => boolean;
  readonly words: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const text: Kind = { is: isText, words: 'a text' };
const texts: Kind = { is: isTexts, words: 'a list of texts' };
const map: Kind = { is: isMap, words: 'a mapping' };
const either = (...kinds: readonly Kind[]): Kind => ({
  is: (value) => kinds.some(({ is }) => is(value)),
  words: kinds.map(({ words }) => words).join(' or '),
});
const flag: Kind = { is: (value) => typeof value === 'boolean', words: 'true or false' };
const target: Kind = either(text, map, {
  is: (value) => value === null || Array.isArray(value),
  words: 'a list or null',
});

/** Without the right kind of value installing, loading or starting goes wrong. */
const needed: Readonly<Record<string, Kind>> = {
  main: text,
  module: text,
  types: text,
  typings: text,
  type: { is: (value) => value === 'module' || value === 'commonjs', words: '"module" or "commonjs"' },
  bin: either(text, map),
  exports: target,
  imports: map,
  files: texts,
  scripts: map,
  dependencies: map,
  devDependencies: map,
  optionalDependencies: map,
  peerDependencies: map,
  peerDependenciesMeta: map,
  bundleDependencies: either(texts, flag),
  bundledDependencies: either(texts, flag),
  os: either(texts, text),
  cpu: either(texts, text),
  libc: either(texts, text),
  publishConfig: map,
};

/** Somebody reads nothing, or nonsense. */
const told: Readonly<Record<string, Kind>> = {
  description: text,
  // npm splits a text.
  keywords: either(texts, text),
  homepage: text,
  license: either(text, map),
  repository: either(text, map),
  bugs: either(text, map),
  author: either(text, map),
  browser: either(text, map),
  engines: map,
  sideEffects: either(flag, texts, text),
  man: either(text, texts),
  directories: map,
  private: flag,
};

/** Fields whose values are texts by name. */
const ofTexts = ['bin', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Every field that has a value of another kind than those who read it expect, the severe ones first. */
export function wrongFields(manifest: PackageManifest): readonly Problem[] {
  const wrong = (kinds: Readonly<Record<string, Kind>>): Problem[] =>
    Object.entries(kinds).flatMap(([name, { is, words }]) =>
      manifest[name] === undefined || is(manifest[name]) ? [] : [problem([name], words, manifest[name])],
    );
  const inside = ofTexts.flatMap((name) => {
    const value = manifest[name];
    return isMap(value)
      ? Object.entries(value).flatMap(([key, inner]) => (isText(inner) ? [] : [problem([name, key], 'a text', inner)]))
      : [];
  });
  return [...wrong(needed), ...inside, ...wrong(told).map((each) => ({ ...each, ...harmless }))];
}

const harmless = {
  severity: 'warning',
  breaks: 'Readers of the registry page, and tools that read the field',
} as const;

function problem(path: readonly string[], words: string, value: unknown): Problem {
  const shown = JSON.stringify(value) ?? 'nothing';
  return {
    place: field(...path),
    reason: `is ${shown.length <= 40 ? shown : `${shown.slice(0, 39)}…`}, and is read as ${words}`,
    mend: `Write ${words}, or remove it`,
  };
}

/** Each field is what those who read it take it for. */
export const fieldTypes: Rule = {
  id: 'field-types',
  severity: 'error',
  summary: 'fields of package.json have values of the kind that they are read as',
  breaks:
    'Everybody who installs or loads the package: npm, Node or a tool stops, or does as if the field were not there',
  check: ({ manifest }) => wrongFields(manifest),
};
