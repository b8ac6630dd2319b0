import type { Binding, ImportStatement } from './import-statement.ts';
import type { Script } from './parse-script.ts';

type Statement = Script['program']['body'][number];
type VariableDeclaration = Extract<Statement, { type: 'VariableDeclaration' }>;
type Declarator = VariableDeclaration['declarations'][number];
type Expression = NonNullable<Declarator['init']>;

/** `const name = require('…')`, `const { a, b: c } = require('…')`, `const a = require('…').a`; else what is read out of modules, as it is. */
export function readRequire(
  statement: VariableDeclaration,
  place: Pick<ImportStatement, 'text' | 'start' | 'end' | 'isRigid' | 'refers'>,
): ImportStatement | undefined {
  const required = { ...place, form: 'require', typeOnly: false } as const;
  const [{ id, init } = { id: undefined, init: null }, ...others] = statement.declarations;
  if (id !== undefined && others.length === 0) {
    const source = requiredModule(init);
    const bindings = source === undefined ? undefined : bindingsOf(id);
    if (source !== undefined && bindings !== undefined) return { ...required, source, bindings };
    const member = init?.type === 'MemberExpression' ? memberOf(init) : undefined;
    if (id.type === 'Identifier' && member !== undefined) {
      const own: Binding = { imported: member.name, local: id.name, isType: false };
      return { ...required, isRigid: true, source: member.source, bindings: [own] };
    }
  }
  const written = `= ${place.text.replaceAll(/\s+/g, ' ').replaceAll('"', "'").replace(/;$/, '')}`;
  const derived = readDerived(statement, written);
  return derived && { ...required, isRigid: true, ...derived };
}

/** The module of `require('…')`. */
export function requiredModule(expression: Expression | null): string | undefined {
  if (expression?.type !== 'CallExpression' || expression.arguments.length > 1) return undefined;
  const { callee, arguments: given } = expression;
  const [argument] = given;
  if (callee.type !== 'Identifier' || callee.name !== 'require') return undefined;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined;
}

/** `require('…').name` */
function memberOf({
  object,
  property,
  computed,
}: Extract<Expression, { type: 'MemberExpression' }>): { source: string; name: string } | undefined {
  const source = requiredModule(object);
  if (source === undefined || computed || property.type !== 'Identifier') return undefined;
  return { source, name: property.name };
}

function bindingsOf(pattern: Declarator['id']): Binding[] | undefined {
  if (pattern.type === 'Identifier') return [{ imported: '*', local: pattern.name, isType: false }];
  if (pattern.type !== 'ObjectPattern') return undefined;
  const bindings: Binding[] = [];
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed) return undefined;
    if (property.key.type !== 'Identifier' || property.value.type !== 'Identifier') return undefined;
    bindings.push({ imported: property.key.name, local: property.value.name, isType: false });
  }
  return bindings;
}

/** What declarations bring that only read members of modules, or call what a module is: out of one module, or as it is written. */
function readDerived(
  { declarations }: VariableDeclaration,
  written: string,
): Pick<ImportStatement, 'source' | 'bindings' | 'refers'> | undefined {
  const roots = declarations.map(({ init }) => rootOf(init));
  const locals = declarations.map(({ id }) => localsIn(id));
  if (roots.includes(undefined) || locals.includes(undefined)) return undefined;
  const [root, ...others] = roots as Expression[];
  return {
    source: (others.length === 0 ? requiredModule(root ?? null) : undefined) ?? written,
    bindings: (locals as string[][]).flat().map((local) => ({ imported: written, local, isType: false })),
    refers: (roots as Expression[]).flatMap((each) => (each.type === 'Identifier' ? [each.name] : [])),
  };
}

function localsIn(pattern: Declarator['id']): string[] | undefined {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type !== 'ObjectPattern') return undefined;
  const locals: string[] = [];
  for (const property of pattern.properties) {
    const own = property.type === 'Property' && !property.computed ? localsIn(property.value) : undefined;
    if (own === undefined) return undefined;
    locals.push(...own);
  }
  return locals;
}

/** What an expression reads members of: `require('…')` or a name. */
function rootOf(expression: Expression | null): Expression | undefined {
  if (expression === null) return undefined;
  if (expression.type === 'Identifier' || requiredModule(expression) !== undefined) return expression;
  if (expression.type === 'MemberExpression' && !expression.computed) return rootOf(expression.object);
  if (expression.type !== 'CallExpression') return undefined;
  const root = rootOf(expression.callee);
  const isPlain = expression.arguments.every(({ type }) => type === 'Literal');
  return isPlain && root?.type === 'CallExpression' ? root : undefined;
}
