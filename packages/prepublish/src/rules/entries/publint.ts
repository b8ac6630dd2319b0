import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackTarball, type PackageTarball } from '@cdev/package-tarball';
import type { PackageManifest } from '@cdev/package-workspace';
import type { Message } from 'publint';
import { field } from '../../rule/places.ts';
import { notRun, type Problem, type Rule } from '../../rule/rule.ts';
import { wrongFields } from '../manifest/field-types.ts';
import type { Subject } from '../../subject/subject.ts';
import { toldOnce } from '../../rule/told-once.ts';

/** Every verdict of publint on the very tarball, with at least the severity that publint gives it. */
export const publint: Rule = {
  id: 'publint',
  severity: 'error',
  summary: 'entry points, exports, formats and bins as publint judges them',
  breaks: 'Programs that load the package this way, and tools that read its manifest',
  check: async (subject) => {
    const { tarball, manifest } = subject;
    const [{ publint: judge }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')]);
    const files = [...tarball.entries.values()].filter(({ type }) => type === 'file');
    const judged = async (): Promise<readonly Message[]> => {
      const { messages } =
        files.length > manyFiles
          ? await onDisk(tarball, (pkgDir) => judge({ pkgDir, pack: false }))
          : await judge({
              pkgDir: 'package',
              pack: { files: files.map(({ path, data }) => ({ name: `package/${path}`, data: new Uint8Array(data) })) },
            });
      return messages;
    };
    const messages = await judged().catch((error: unknown) => {
      // It takes some fields for what they ought to be.
      if (error instanceof TypeError && wrongFields(manifest).length > 0) return undefined;
      throw error;
    });
    if (!messages) return notRun('fields of package.json have values of the wrong kind: see field-types');
    const problems = messages.map((message): Problem => {
      const text = formatMessage(message, manifest as Record<string, unknown>, { color: false }) ?? message.code;
      return { ...problemOf(message, text), severity: message.type, ...harmless(message, subject) };
    });
    return toldOnce(problems);
  },
};

/** publint looks through the whole list for each path, so that beyond this many files a folder on the disk is quicker. */
const manyFiles = 800;

async function onDisk<Result>(tarball: PackageTarball, judge: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-prepublish-'));
  try {
    await unpackTarball(tarball, join(folder, 'package'));
    return await judge(join(folder, 'package'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * publint's verdict keeps the severity that publint gives it, also where nobody is hurt: a team that watches both must not find one silent.
 * The finding says so, and how to leave it out.
 */
function harmless({ code, path }: Message, { tarball, manifest }: Subject): Partial<Problem> {
  const leaveOut = `Nothing has to be done; --skip publint/${code.toLowerCase().replaceAll('_', '-')} leaves it out`;
  const isTypesOnly = ![...tarball.entries.keys()].some(
    (file) => /\.(?:[cm]?js|node|wasm|json)$/.test(file) && file !== 'package.json',
  );
  if (code === 'FILE_DOES_NOT_EXIST' && path[0] === 'main' && isTypesOnly)
    return {
      breaks: "Nobody: it is a package of types alone, with no code to load; the severity is publint's",
      mend: leaveOut,
    };
  if (code === 'EXPORTS_TYPES_SHOULD_BE_FIRST' && isAfterOwnConditions(manifest, path))
    return {
      breaks:
        "Nobody who does not set the conditions before it, which are the package's own; the severity is publint's",
      mend: leaveOut,
    };
  return {};
}

/** Conditions that a tool sets without being told. */
const usual =
  /^(?:import|require|node|node-addons|default|browser|module|module-sync|development|production|deno|bun|worker|workerd|edge-light|react-server|react-native|electron|svelte|style|sass|script)$/;

function isAfterOwnConditions(manifest: PackageManifest, path: readonly string[]): boolean {
  const parent = path.slice(0, -1).reduce<unknown>((value, step) => Object(value)[step] as unknown, manifest);
  const keys = Object.keys(Object(parent) as object);
  const before = keys.slice(0, keys.indexOf(path.at(-1) ?? ''));
  return before.length > 0 && before.every((key) => !usual.test(key) && !key.startsWith('types'));
}

function problemOf(message: Message, text: string): Omit<Problem, 'severity'> {
  const { code, path } = message;
  const { filePath, actualFilePath = filePath } = message.args as Readonly<Record<string, string | undefined>>;
  const file = actualFilePath?.replace(/^\.?\//, '');
  const sentences = text.trim().split(/(?<=[.?]) (?=[A-Z])/);
  const isAdvice = (sentence: string): boolean =>
    /^(?:Consider|You can|You should|Use |It should|Instead|Expected|Is it specified|If you)/.test(sentence);
  const advice = sentences.filter(isAdvice);
  const own = mends[code];
  return {
    verdict: code.toLowerCase().replaceAll('_', '-'),
    place: path.length === 0 || path[0] === 'name' ? (file ?? 'package.json') : field(...path),
    reason: sentences
      .filter((sentence) => !isAdvice(sentence))
      .join(' ')
      .replace(/^\/|\.$/g, ''),
    mend: own?.mend ?? advice.join(' ').replace(/\.$/, ''),
    ...(own?.breaks !== undefined && { breaks: own.breaks === loads && isOfTypes(path) ? types : own.breaks }),
  };
}

function isOfTypes(path: readonly string[]): boolean {
  return /^(?:types|typings|types@.*)$/.test(path.at(-1) ?? '');
}

interface Mend {
  readonly breaks?: string;
  readonly mend?: string;
}

const loads = 'Everybody who loads this entry point: Node answers that the module cannot be found';
const types = 'TypeScript users, who get wrong types or none';
const bundles = 'Users of bundlers, who get another file than meant or a larger bundle';

/** What publint's own sentence leaves out. */
const mends: Readonly<Partial<Record<Message['code'], Mend>>> = {
  FILE_DOES_NOT_EXIST: { breaks: loads, mend: 'Build before packing, let "files" include it, or correct the path' },
  FILE_NOT_PUBLISHED: { breaks: loads, mend: 'Let "files" include it' },
  FILE_INVALID_FORMAT: {
    breaks: 'Everybody who loads the file: Node reads it in the other format and stops with a syntax error',
  },
  FILE_INVALID_EXPLICIT_FORMAT: { breaks: 'Everybody who loads the file: Node stops with a syntax error' },
  IMPLICIT_INDEX_JS_INVALID_FORMAT: {
    breaks: 'Everybody who loads the package: Node reads index.js in the other format',
    mend: 'Set "type" to the format that index.js is written in',
  },
  BIN_FILE_NOT_EXECUTABLE: {
    breaks: 'Everybody who starts the command: the shell reads it as a shell script',
    mend: 'Begin the file with #!/usr/bin/env node',
  },
  LOCAL_DEPENDENCY: {
    breaks: 'Everybody who installs: the path exists on your machine only',
    mend: 'Give a range of versions in its place',
  },
  EXPORTS_TYPES_SHOULD_BE_FIRST: { breaks: types, mend: 'Move "types" to the top of its conditions' },
  EXPORTS_TYPES_INVALID_FORMAT: { breaks: types },
  TYPES_NOT_EXPORTED: { breaks: types },
  EXPORTS_DEFAULT_SHOULD_BE_LAST: {
    breaks: 'Users of the conditions after it, which are never reached',
    mend: 'Move "default" to the end of its conditions',
  },
  EXPORTS_MODULE_SHOULD_PRECEDE_REQUIRE: { breaks: bundles, mend: 'Move "module" before "require"' },
  EXPORTS_MODULE_SHOULD_BE_ESM: { breaks: bundles, mend: 'Point it to a file that is written in ESM' },
  MODULE_SHOULD_BE_ESM: { breaks: bundles, mend: 'Point it to a file that is written in ESM, or remove it' },
  HAS_MODULE_BUT_NO_EXPORTS: { breaks: bundles },
  USE_EXPORTS_BROWSER: { breaks: bundles, mend: 'Use "exports" with the "browser" condition' },
  USE_EXPORTS_OR_IMPORTS_BROWSER: { breaks: bundles, mend: 'Use "exports" and "imports" with the "browser" condition' },
  USE_SIDE_EFFECTS: { breaks: bundles },
  EXPORTS_VALUE_CONFLICTS_WITH_BROWSER: { breaks: bundles, mend: 'Let the two fields name the same file' },
  EXPORTS_GLOB_NO_MATCHED_FILES: { breaks: loads, mend: 'Correct the pattern, or build before packing' },
  IMPORTS_GLOB_NO_MATCHED_FILES: { breaks: loads, mend: 'Correct the pattern, or build before packing' },
  EXPORTS_FALLBACK_ARRAY_USE: { breaks: 'Users of tools that read such lists differently', mend: 'Name one target' },
  CJS_WITH_ESMODULE_DEFAULT_EXPORT: { breaks: 'Users who import the default from ESM: some tools wrap it once more' },
  USE_FILES: { breaks: 'Everybody, by a larger download', mend: 'List in "files" what users need' },
  USE_ENGINES_NODE: { breaks: 'Users of an old Node, who learn only at run time that it is too old' },
  USE_TYPE: { breaks: 'Nobody; Node has to guess the format of each file' },
  USE_LICENSE: { breaks: 'Companies whose tools refuse packages without a license' },
  INVALID_REPOSITORY_VALUE: {
    breaks: 'Readers of the registry page, and a publish with provenance',
    mend: 'Write it as "git+https://host/owner/name.git"',
  },
  DEPRECATED_FIELD_JSNEXT: { breaks: 'Nobody; no tool reads it any more', mend: 'Rename it to "module"' },
  NESTED_PACKAGE_JSON_FIELD_IGNORED: { mend: 'Move the field to the package.json at the top' },
};
