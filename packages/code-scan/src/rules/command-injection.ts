import { writtenAs } from '../syntax/callee.ts';
import type { Trace } from '../flow/trace.ts';
import { bare, children, literalText, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import {
  callsIn,
  gradeOf,
  isLiteral,
  property,
  unguarded,
  type Call,
  type CodeFinding,
  type CodeRule,
} from './rule.ts';

/** Runs its first argument through a shell. */
const shellCalls =
  /^(child_process\.(exec|execSync)|shelljs\.exec|execa\.(execaCommand|execaCommandSync|command|commandSync|shell|shellSync)|node-cmd\.(run|runSync|get)|Bun\.\$)$/;
const spawnCalls =
  /^(child_process\.(spawn|spawnSync|execFile|execFileSync)|execa(\.(execa|execaSync|sync))?|cross-spawn(\.(sync|spawn))?)$/;
const shells = /(^|\/)(ba|z|da|k)?sh$|^cmd(\.exe)?$|^(powershell|pwsh)(\.exe)?$/;

/** Text from outside in a command line that a shell reads. */
export const commandInjection: CodeRule = {
  id: 'command-injection',
  url: 'https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback',
  words: /child_process|execa|shelljs|cross-spawn|node-cmd/,
  check: (file) => callsIn(file).flatMap((call) => findingIn(file, call)),
};

function findingIn(file: SourceFile, call: Call): CodeFinding[] {
  const line = commandLine(file, call);
  const flow = line && flowInto(file, line);
  if (line === undefined || flow === undefined) return programIn(file, call);
  const { severity, confidence } = gradeOf(flow, 'critical', file);
  return [
    {
      node: call.node,
      title: 'A shell runs a command line that has text from outside in it',
      severity,
      confidence,
      reasons: [
        `${flow.what} is put into the line that the shell reads: a text such as "; rm -rf ~" or $(…) in it is run as a command of its own`,
        ...(flow.kind === 'caller' && file.isEntry
          ? ['the package gives this function to everybody who installs it, and they give it what others send them']
          : []),
        ...(flow.kind === 'argument'
          ? ['whoever starts the program with others’ text, such as a file name, runs their commands']
          : []),
      ],
      mend: { text: "Start the program without a shell, with its arguments as a list: execFile('git', ['log', name])" },
      flow,
    },
  ];
}

/** Strangers name the program itself: of others it is what the program is for. */
function programIn(file: SourceFile, { node, name = '', args }: Call): CodeFinding[] {
  const flow = spawnCalls.test(name) && args[0] ? unguarded(file, args[0]) : undefined;
  if (flow === undefined || !/^(request|network|page)$/.test(flow.kind)) return [];
  return [
    {
      node,
      title: 'Text from outside names the program that is started',
      ...gradeOf(flow, 'critical', file),
      reasons: [`${flow.what} is the program: any that is on the machine can be named, a shell too`],
      mend: { text: 'Choose the program from a list of what may be started' },
      flow,
    },
  ];
}

/** What of a call is read by a shell. */
function commandLine(file: SourceFile, { name = '', args }: Call): Node | undefined {
  if (shellCalls.test(name)) return args[0];
  if (!spawnCalls.test(name)) return undefined;
  const list = args[1] && bare(args[1]);
  if (list?.type === 'ArrayExpression' && shells.test(literalText(args[0]) ?? '')) {
    const parts = children(list, 'elements');
    const at = parts.findIndex((part) => /^(-\w*c|\/[cC]|-Command)$/.test(literalText(part) ?? ''));
    return at < 0 ? undefined : parts[at + 1];
  }
  const shell = args.map((arg) => property(writtenAs(file, arg), 'shell')).find((each) => each !== undefined);
  if (shell === undefined || isLiteral(shell, false) || (shell.type !== 'Literal' && shell.type !== 'TemplateLiteral'))
    return undefined;
  return args[0] && literalText(args[0]) === undefined ? args[0] : list;
}

function flowInto(file: SourceFile, line: Node): Trace | undefined {
  const found = unguarded(file, line, { callers: true, intoShell: true });
  // A program that runs the command it was given does what it is for.
  if (found && found.isPart !== true && /^(argument|environment|caller)$/.test(found.kind)) return undefined;
  return found;
}
