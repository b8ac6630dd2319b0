import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** How a script is started: the program, its arguments, and how the script's file is to be written. */
export interface Shell {
  readonly program: string;
  readonly args: (script: string) => readonly string[];
  readonly extension: string;
  readonly wrap: (script: string) => string;
}

/** A shell that GitHub does not know. */
export class ShellProblem extends Error {}

const asIs = (script: string): string => script;

/**
 * The shell of a step by GitHub's table: without one `bash -e`, where there is no bash `sh -e`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 * @throws ShellProblem
 */
export function shellFor(name: string | undefined, path: string): Shell {
  switch (name?.trim()) {
    case undefined:
    case '': {
      const program = findProgram('bash', path) === undefined ? 'sh' : 'bash';
      return { program, args: (script) => ['-e', script], extension: '.sh', wrap: asIs };
    }
    case 'bash':
      return {
        program: 'bash',
        args: (script) => ['--noprofile', '--norc', '-eo', 'pipefail', script],
        extension: '.sh',
        wrap: asIs,
      };
    case 'sh':
      return { program: 'sh', args: (script) => ['-e', script], extension: '.sh', wrap: asIs };
    case 'python':
      return { program: 'python', args: (script) => [script], extension: '.py', wrap: asIs };
    case 'pwsh':
      return { program: 'pwsh', args: (script) => ['-command', `. '${script}'`], extension: '.ps1', wrap: powershell };
    default:
      return customShell(name ?? '');
  }
}

function customShell(format: string): Shell {
  const [program = '', ...words] = splitWords(format);
  if (!format.includes('{0}')) {
    const isNode = program === 'node' && words.length === 0;
    throw new ShellProblem(
      `${format} is no shell that GitHub knows${isNode ? '; write `shell: node {0}`' : '; a shell of your own needs {0} for the script'}`,
    );
  }
  const args = (script: string): readonly string[] => words.map((word) => word.replaceAll('{0}', script));
  return { program, args, extension: '', wrap: asIs };
}

/** Words with quotes taken off. */
function splitWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
}

function powershell(script: string): string {
  const end = 'if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }';
  return `$ErrorActionPreference = 'stop'\n${script}\n${end}\n`;
}

/** Where a program is; undefined when it is not on the path. */
export function findProgram(name: string, path: string): string | undefined {
  const candidates =
    isAbsolute(name) || name.includes('/') ? [name] : path.split(delimiter).map((folder) => join(folder, name));
  return candidates.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
