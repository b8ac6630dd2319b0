import { posix } from 'node:path';
import { manifestPath, placeIn, type HygieneFinding, type HygieneRule } from './hygiene-subject.ts';

/** What decides on the files of a package, and what forgets the ignore list of git. */
export const publishedFiles: HygieneRule = ({ workspace, tracked, texts }) =>
  (workspace?.members ?? [])
    .filter(({ isPublishable }) => isPublishable)
    .flatMap(({ manifest, path, name }): HygieneFinding[] => {
      if (Array.isArray(manifest['files'])) return [];
      const folder = path === '' ? '' : `${path}/`;
      const ignoreFile = `${folder}.npmignore`;
      const npmIgnore = texts.get(ignoreFile);
      const place = { path: manifestPath(path) };
      if (npmIgnore === undefined)
        return [
          {
            ruleId: 'publishes-everything',
            title: `Everything that is in the folder is published: ${name}`,
            severity: 'low',
            confidence: 'high',
            reasons: [
              'the manifest has no list of files: notes, data and keys that somebody puts there go to npm with the next version',
            ],
            places: [place],
            mend: { text: 'Name what is meant: "files": ["dist"]', commands: ['npm pack --dry-run'] },
            context: name,
          },
        ];
      const forgotten = secretLines(texts.get(`${folder}.gitignore`) ?? texts.get('.gitignore') ?? '').filter(
        (line) => !leavesOut(npmIgnore, sampleOf(line)),
      );
      if (forgotten.length === 0 || tracked === undefined) return [];
      return [
        {
          ruleId: 'npmignore-forgets',
          title: `What git ignores is published, for .npmignore takes its place: ${forgotten.join(', ')}`,
          severity: 'high',
          confidence: 'medium',
          reasons: ['npm reads .npmignore instead of .gitignore, and these lines are only in the latter'],
          places: [{ path: ignoreFile }],
          mend: { text: 'Name what is meant in "files", and drop .npmignore', commands: ['npm pack --dry-run'] },
          context: `${name} ${forgotten.join(' ')}`,
        },
      ];
    });

/** Without `.npmrc`, which no package manager packs. */
function secretLines(text: string): string[] {
  return patternsOf(text).filter((line) =>
    /^\/?(\.env(\.\*|\*)?|\*\.pem|\*\.key|credentials.*|secrets?\/?)$/.test(line),
  );
}

function patternsOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A name that the pattern means. */
function sampleOf(pattern: string): string {
  return pattern.replaceAll(/^\/|\/$/g, '').replaceAll('*', 'x');
}

/** Whether a list leaves out what has that name in its folder: the last pattern that means it decides. */
function leavesOut(text: string, name: string): boolean {
  // A star of an ignore list takes names with a dot too.
  const dotless = (each: string): string => each.replace(/^\./, '_');
  const decisive = patternsOf(text).findLast((pattern) => {
    const glob = pattern.replace(/^!/, '').replaceAll(/^\/|\/(?:\*\*?)?$/g, '');
    return posix.matchesGlob(dotless(name), dotless(glob.replace(/^\*\*\//, '')));
  });
  return decisive !== undefined && !decisive.startsWith('!');
}

const lifecycle = ['preinstall', 'install', 'postinstall'];
const downloads = /\b(curl|wget|Invoke-WebRequest)\b|https?:\/\/|node\s+(-e|--eval)\b|base64\s+(-d|--decode)/;

/** Scripts that run on the machine of everybody who installs the package. */
export const installScripts: HygieneRule = ({ workspace, texts }) =>
  (workspace?.members ?? [])
    .filter(({ isPublishable }) => isPublishable)
    .flatMap(({ manifest, path, name }) => {
      const scripts = (manifest['scripts'] ?? {}) as Readonly<Record<string, unknown>>;
      return lifecycle.flatMap((script): HygieneFinding[] => {
        const command = scripts[script];
        if (typeof command !== 'string') return [];
        const isLoading = downloads.test(command);
        const file = manifestPath(path);
        return [
          {
            ruleId: 'install-script',
            title: isLoading
              ? `A script downloads or runs hidden code when ${name} is installed`
              : `${name} runs a script on every machine that installs it: ${script}`,
            severity: isLoading ? 'high' : 'low',
            confidence: 'high',
            reasons: [
              isLoading
                ? 'what it downloads is in no lock file and has no hash: whoever has the server has all who install the package'
                : 'npm 12 and pnpm do not run it unless the user allows it, and the package has to work without',
            ],
            places: [placeIn(file, texts.get(file), `"${script}"`)],
            mend: {
              text: 'Ship what is needed in the package, per platform by optionalDependencies, and drop the script',
            },
            context: `${name} ${script} ${command}`,
          },
        ];
      });
    });
