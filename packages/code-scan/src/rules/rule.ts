import type { Confidence, IssuePlace, Mend, PlaceRole, Severity } from '@cdev/security-issue';
import { functionName } from '../flow/functions-of-file.ts';
import { isLookedAt } from '../flow/looked-at.ts';
import { trace, type Trace, type TraceOptions } from '../flow/trace.ts';
import type { OutsideKind } from '../flow/outside-data.ts';
import { qualifiedName } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** Words without which nothing comes from a request or an address. */
export const requestWords =
  /\b(req|request|ctx|event|context|location|referrer|nextUrl|IncomingMessage|createServer|onmessage|useSearchParams|useQueryParams|useRouter|useRoute|useLocation|searchParams|busboy|Query|Mutation|Astro)\b|['"`](connect(ion)?|message)['"`]|\bc\.req\b|\{\s*(query|body|params)\b|\bwindow\.name\b|\$(route|page)\b|document\.(URL|documentURI)\b|\.(snapshot|query[pP]aram(s|Map))\b|\b(Bun|Deno)\.serve\b/;

/** What a rule found in a file. */
export interface CodeFinding {
  readonly node: Node;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly reasons: readonly string[];
  readonly mend: Mend;
  readonly flow?: Trace;
}

export interface CodeRule {
  readonly id: string;
  readonly url: string;
  /** Without one of these the file is not even parsed for the rule. */
  readonly words: RegExp;
  /** And without one of these. */
  readonly sources?: RegExp;
  readonly check: (file: SourceFile) => readonly CodeFinding[];
}

export interface Call {
  readonly node: Node;
  /** `child_process.exec`, where it is known. */
  readonly name: string | undefined;
  /** The last part as it is written: `exec`. */
  readonly method: string | undefined;
  readonly args: readonly Node[];
  /** What the method is called on. */
  readonly object: Node | undefined;
}

/** Calls and `new`, once per file. */
export function callsIn(file: SourceFile): readonly Call[] {
  const known = remembered.get(file);
  if (known) return known;
  const calls = [...(file.nodes.get('CallExpression') ?? []), ...(file.nodes.get('NewExpression') ?? [])].map(
    (node): Call => {
      const callee = child(node, 'callee');
      const inner = callee && bare(callee);
      return {
        node,
        name: qualifiedName(file, callee),
        method: inner?.type === 'MemberExpression' ? nameOf(child(inner, 'property')) : inner && nameOf(inner),
        args: children(node, 'arguments'),
        object: inner?.type === 'MemberExpression' ? child(inner, 'object') : undefined,
      };
    },
  );
  remembered.set(file, calls);
  return calls;
}
const remembered = new WeakMap<SourceFile, readonly Call[]>();

/** The value of a property of an object literal. */
export function property(node: Node | undefined, name: string): Node | undefined {
  if (node === undefined || bare(node).type !== 'ObjectExpression') return undefined;
  const found = children(bare(node), 'properties').find((each) => nameOf(child(each, 'key')) === name);
  return child(found, 'value');
}

export function isLiteral(node: Node | undefined, value: unknown): boolean {
  return node?.type === 'Literal' && node['value'] === value;
}

/**
 * Severity by who chooses the data: a request can come from anybody, the command line comes from who starts the program. With `entry` what callers give to
 * the file that a package shows is for anybody too, and what its own
 * parts give to a program is for nobody else.
 */
export function gradeOf(
  { kind }: Trace,
  grave: Severity,
  entry?: Pick<SourceFile, 'isEntry' | 'isProgram'>,
): { severity: Severity; confidence: Confidence } {
  if (isOfStrangers({ kind })) return { severity: grave, confidence: 'high' };
  if (kind === 'caller')
    return {
      severity: 'high',
      confidence: entry?.isEntry === true ? 'high' : entry?.isProgram === true ? 'low' : 'medium',
    };
  return { severity: kind === 'argument' ? 'medium' : 'low', confidence: 'medium' };
}

/** Whether anybody may have written it, and not only who starts or calls the program. */
export function isOfStrangers({ kind }: Pick<Trace, 'kind'>): boolean {
  const strangers: readonly OutsideKind[] = ['request', 'page', 'network'];
  return strangers.includes(kind);
}

/** Like `trace`, but undefined when the function looks at the value before: a list of what is allowed, a pattern, a check of the path. */
export function unguarded(file: SourceFile, node: Node, options?: TraceOptions): Trace | undefined {
  const found = trace(file, node, options);
  if (found === undefined || !isLookedAt(file, node, found)) return found;
  // One part is looked after; another may not be.
  for (const part of partsOf(file, node)) {
    const other = trace(file, part, options);
    if (other && !isLookedAt(file, node, other)) return { ...other, isPart: true };
  }
  return undefined;
}

/** What a text is put together from, where it is more than one thing. */
function partsOf(file: SourceFile, node: Node, depth = 0): readonly Node[] {
  const inner = bare(node);
  if (depth > 20) return [];
  if (inner.type === 'TemplateLiteral')
    return children(inner, 'expressions').flatMap((each) => partsOf(file, each, depth + 1));
  if (inner.type === 'BinaryExpression')
    return ['left', 'right'].flatMap((side) => partsOf(file, child(inner, side) as Node, depth + 1));
  const binding = inner.type === 'Identifier' ? file.resolve(inner['name'] as string, inner) : undefined;
  const texts = binding?.kind === 'variable' && binding.path.length === 0 ? binding.values : [];
  const isText = texts.some((each) => /^(TemplateLiteral|BinaryExpression)$/.test(bare(each).type));
  return isText ? texts.flatMap((each) => partsOf(file, each, depth + 1)) : [inner];
}

/** The places of a finding: the sink first, then the way from the source. */
export function placesOf(file: SourceFile, { node, flow }: CodeFinding): [IssuePlace, ...IssuePlace[]] {
  const place = (at: Node, role?: PlaceRole, note?: string): IssuePlace => ({
    path: file.path,
    ...file.placeOf(at),
    ...(role && { role }),
    note: note ?? shortText(file, at),
  });
  if (flow === undefined) return [place(node)];
  const isElsewhere = (at: Node): boolean => file.placeOf(at).line !== file.placeOf(node).line;
  const steps = flow.steps.filter((at) => isElsewhere(at) && at !== flow.source);
  return [
    place(node, 'sink'),
    place(flow.source, 'source', `${flow.what}: ${shortText(file, flow.source)}`),
    ...steps.map((at) => place(at, 'step')),
  ];
}

function shortText(file: SourceFile, node: Node): string {
  const text = file.textOf(node).replaceAll(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Statement and function names around a node: what it is, wherever its lines go. */
export function contextOf(file: SourceFile, node: Node): string {
  const names: string[] = [];
  for (let at = enclosingFunction(node); at !== undefined; at = enclosingFunction(at))
    names.unshift(functionName(at) ?? '');
  return `${names.join('>')}: ${file.textOf(node).slice(0, 400)}`;
}
