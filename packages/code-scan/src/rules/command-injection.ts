import { writtenAs } from '../syntax/callee.ts';
import type { Trace } from '../flow/trace.ts';
import { bare, child, children, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import {
  callsIn,
  gradeOf,
  isLiteral,
  isOfStrangers,
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
  /^(child_process\.(spawn|spawnSync|execFile|execFileSync|fork)|execa(\.(execa|execaSync|sync))?|cross-spawn(\.(sync|spawn))?)$/;
const shells = /(^|\/)(ba|z|da|k)?sh$|^cmd(\.exe)?$|^(powershell|pwsh)(\.exe)?$/;

/** Text from outside in a command line that a shell reads. */
export const commandInjection: CodeRule = {
  id: 'command-injection',
  url: 'https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback',
  words: /child_process|execa|shelljs|cross-spawn|node-cmd|['"](ssh2|node-ssh)['"]/,
  check: (file) => callsIn(file).flatMap((call) => findingIn(file, call)),
};

function findingIn(file: SourceFile, call: Call): CodeFinding[] {
  const line = commandLine(file, call);
  const flow = line && flowInto(file, line);
  if (line === undefined || flow === undefined) return programIn(file, call);
  // Who gives a command to another machine by hand does what the program is for.
  if (isRemote(file, call) && !isOfStrangers(flow)) return [];
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
  if (flow === undefined || !isOfStrangers(flow)) return [];
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

/** `connection.exec(…)` of ssh2, `ssh.execCommand(…)` of node-ssh: the shell of the other machine reads it. */
function isRemote(file: SourceFile, { method = '', args, object }: Call): boolean {
  if (!/^(exec|execCommand)$/.test(method) || object === undefined || args[0] === undefined) return false;
  if (!/['"](ssh2|node-ssh)['"]/.test(file.text)) return false;
  // `expression.exec(text)` is another.
  return (
    method === 'execCommand' ||
    /ssh|conn|client/i.test(`${file.textOf(object)} ${file.textOf(writtenAs(file, object))}`)
  );
}

/** What of a call is read by a shell. */
function commandLine(file: SourceFile, call: Call): Node | undefined {
  const { name = '', args } = call;
  if (shellCalls.test(name) || isRemote(file, call)) return args[0];
  if (!spawnCalls.test(name)) return undefined;
  const list = args[1] && writtenAs(file, args[1]);
  const parts = elementsOf(list);
  if (parts.length > 0 && textsOf(file, args[0]).some((text) => shells.test(text))) {
    const at = parts.findIndex((part) => textsOf(file, part).some((text) => /^(-\w*c|\/[cC]|-Command)$/.test(text)));
    return at < 0 ? undefined : parts[at + 1];
  }
  const shell = args.map((arg) => property(writtenAs(file, arg), 'shell')).find((each) => each !== undefined);
  if (shell === undefined || isLiteral(shell, false) || (shell.type !== 'Literal' && shell.type !== 'TemplateLiteral'))
    return undefined;
  return args[0] && literalText(args[0]) === undefined ? args[0] : list;
}

/** The elements of a list, and of those that are put behind it: `['-c'].concat(line)`. */
function elementsOf(list: Node | undefined): readonly Node[] {
  if (list?.type === 'ArrayExpression') return children(list, 'elements');
  const callee = child(list, 'callee');
  if (nameOf(child(callee, 'property')) !== 'concat') return [];
  const before = elementsOf(child(callee, 'object'));
  return before.length === 0
    ? []
    : [
        ...before,
        ...children(list, 'arguments').flatMap((each) => (each.type === 'ArrayExpression' ? elementsOf(each) : each)),
      ];
}

/** The texts that an expression can be, as far as they stand here: `windows ? 'cmd' : 'sh'`. */
function textsOf(file: SourceFile, node: Node | undefined, depth = 0): readonly string[] {
  const inner = node && bare(node);
  if (inner === undefined || depth > 3) return [];
  const further = (each: Node | undefined): readonly string[] => textsOf(file, each, depth + 1);
  if (inner.type === 'ConditionalExpression')
    return ['consequent', 'alternate'].flatMap((side) => further(child(inner, side)));
  const binding = inner.type === 'Identifier' ? file.resolve(inner['name'] as string, inner) : undefined;
  if (binding?.kind === 'variable' && binding.path.length === 0) return binding.values.flatMap(further);
  const text = literalText(inner);
  return text === undefined ? [] : [text];
}

function flowInto(file: SourceFile, line: Node): Trace | undefined {
  const found = unguarded(file, line, { callers: true, intoShell: true });
  // A program that runs the command it was given does what it is for.
  if (found && found.isPart !== true && /^(argument|environment|caller)$/.test(found.kind)) return undefined;
  return found;
}
