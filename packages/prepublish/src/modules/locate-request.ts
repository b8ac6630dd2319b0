import type { ModuleRequest, PackedModule, Parse } from './parse-module.ts';

/** When a request is made, which says whom it breaks if it cannot be met. */
export interface RequestSetting {
  /** False when it only looks like one: text in a string, or a `require` that the file defines itself, as bundles do. */
  readonly isReal: boolean;
  /** A failure is caught: `try`, or `.catch`. */
  readonly isGuarded: boolean;
  /** Made at the earliest when a function is called or a condition holds. */
  readonly isLazy: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

type Chain = readonly Node[];

/** Looks at the syntax around a request. It costs the whole tree of the file, so it is asked only for requests that cannot be met. */
export function locateRequest(parse: Parse, { path, text }: PackedModule, request: ModuleRequest): RequestSetting {
  if (request.kind !== 'require' && request.kind !== 'dynamic')
    return { isReal: true, isGuarded: false, isLazy: false };
  const { program } = parse(/\.d\.[cm]?ts$/.test(path) ? 'file.d.ts' : 'file.jsx', text, { sourceType: 'unambiguous' });
  const chain = chainTo(program, request.offset);
  const call = chain.findLast(({ type }) => type === 'CallExpression' || type === 'ImportExpression');
  const isReal = request.kind === 'dynamic' || (isRequireCall(call, request.offset) && !isShadowed(chain));
  return {
    isReal,
    isGuarded: chain.some((node, at) => isTry(node, chain[at + 1]) || isCaught(node)),
    isLazy: chain.some(({ type }) => /Function|^(?:If|Conditional|Logical|Switch)/.test(type)),
  };
}

/** The nodes around an offset, outermost first. */
function chainTo(root: Node, offset: number): Chain {
  const chain: Node[] = [];
  let next: Node | undefined = root;
  while (next) {
    chain.push(next);
    next = childrenOf(next).find(({ start, end }) => start <= offset && offset < end);
  }
  return chain;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter(
      (value): value is Node =>
        typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string',
    );
}

function isRequireCall(call: Node | undefined, offset: number): boolean {
  const { callee } = (call ?? {}) as { callee?: Node & { name?: string } };
  return callee?.type === 'Identifier' && callee.name === 'require' && callee.start === offset;
}

function isTry(node: Node, child: Node | undefined): boolean {
  const { type, block, handler } = node as Node & { block?: Node; handler?: Node | null };
  return type === 'TryStatement' && handler !== null && child !== undefined && block === child;
}

/** `import('x').catch(…)` and `import('x').then(…, onFailure)`. */
function isCaught(node: Node): boolean {
  const { callee, arguments: given = [] } = node as Node & {
    callee?: { type: string; property?: { name?: string } };
    arguments?: readonly unknown[];
  };
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  return callee.property?.name === 'catch' || (callee.property?.name === 'then' && given.length > 1);
}

/** A function between the file and the call takes or declares a `require` of its own; one made by `createRequire` is Node's. */
function isShadowed(chain: Chain): boolean {
  return chain.some((node) => {
    const { params = [], body } = node as Node & { params?: readonly Node[]; body?: Node | readonly Node[] };
    if (/Function/.test(node.type) && params.some((parameter) => nameOf(parameter) === 'require')) return true;
    const statements = Array.isArray(body) ? (body as readonly Node[]) : [];
    return statements.some((statement) => declaresRequire(statement));
  });
}

function declaresRequire(statement: Node): boolean {
  if (statement.type === 'FunctionDeclaration') return nameOf((statement as Node & { id?: Node }).id) === 'require';
  if (statement.type !== 'VariableDeclaration') return false;
  const { declarations } = statement as Node & { declarations: readonly { id: Node; init: Node | null }[] };
  return declarations.some(
    ({ id, init }) => nameOf(id) === 'require' && !JSON.stringify(init).includes('createRequire'),
  );
}

function nameOf(node: Node | undefined): string | undefined {
  return (node as { name?: string } | undefined)?.name;
}
