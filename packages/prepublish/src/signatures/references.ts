import type ts from 'typescript';
import { flip, type Direction } from './change.ts';
import type { Compiler } from './compiler.ts';
import type { DeclarationWorld } from './declaration-world.ts';
import type { Pair, Site, Walk } from './walk.ts';

/** A name in a type, and which way what it names goes. */
export interface Reference {
  readonly name: string;
  readonly node: ts.EntityName | ts.Expression;
  readonly direction: Direction;
  /** It stands beside an index signature (`Record<string, any> & Known`), so that members that it lacks can be named all the same. */
  readonly isOpen: boolean;
}

/** Of the standard library: what is in them goes the way they go. */
const covariant = new Set(
  ['Promise', 'PromiseLike', 'Array', 'ReadonlyArray', 'Iterable', 'AsyncIterable', 'Iterator', 'AsyncIterator'].concat(
    ['IterableIterator', 'AsyncIterableIterator', 'Generator', 'AsyncGenerator', 'ReadonlyMap', 'ReadonlySet'],
    ['Record', 'Partial', 'Required', 'Readonly', 'Awaited', 'NonNullable'],
  ),
);

export function isCovariant(name: string): boolean {
  return covariant.has(name);
}

/** The names in a type, in the order in which they are written. */
export function referencesIn(compiler: Compiler, type: ts.Node, start: Direction): readonly Reference[] {
  const found: Reference[] = [];
  let isOpen = false;
  const add = (node: ts.EntityName | ts.Expression, direction: Direction): void => {
    found.push({ name: node.getText(), node, direction, isOpen });
  };
  const all = (nodes: readonly ts.Node[] | undefined, direction: Direction): void =>
    nodes?.forEach((each) => visit(each, direction));
  const visit = (node: ts.Node, direction: Direction): void => {
    if (compiler.isTypeReferenceNode(node)) {
      add(node.typeName, direction);
      all(node.typeArguments, covariant.has(node.typeName.getText()) ? direction : 'either');
    } else if (compiler.isExpressionWithTypeArguments(node)) {
      add(node.expression, direction);
      all(node.typeArguments, 'either');
    } else if (compiler.isTypeQueryNode(node)) add(node.exprName, direction);
    else if (compiler.isIntersectionTypeNode(node)) {
      const outer = isOpen;
      isOpen ||= node.types.some((part) => hasIndex(compiler, part));
      all(node.types, direction);
      isOpen = outer;
    } else if (isTransparent(compiler, node)) compiler.forEachChild(node, (child) => visit(child, direction));
    else if (isSignature(compiler, node)) {
      all(node.parameters, flip(direction));
      if (node.type) visit(node.type, direction);
      all(node.typeParameters, 'either');
    } else compiler.forEachChild(node, (child) => visit(child, 'either'));
  };
  visit(type, start);
  return found;
}

function hasIndex(compiler: Compiler, node: ts.TypeNode): boolean {
  return (
    (compiler.isTypeReferenceNode(node) && /^Record<string\b/.test(node.getText())) ||
    (compiler.isTypeLiteralNode(node) && node.members.some((member) => compiler.isIndexSignatureDeclaration(member)))
  );
}

function isTransparent(compiler: Compiler, node: ts.Node): boolean {
  return (
    compiler.isUnionTypeNode(node) ||
    compiler.isArrayTypeNode(node) ||
    compiler.isTupleTypeNode(node) ||
    compiler.isParenthesizedTypeNode(node) ||
    compiler.isOptionalTypeNode(node) ||
    compiler.isRestTypeNode(node) ||
    compiler.isNamedTupleMember(node) ||
    compiler.isTypeLiteralNode(node) ||
    compiler.isPropertySignature(node) ||
    compiler.isParameter(node) ||
    (compiler.isTypeOperatorNode(node) && node.operator === compiler.SyntaxKind.ReadonlyKeyword)
  );
}

function isSignature(compiler: Compiler, node: ts.Node): node is ts.SignatureDeclaration {
  return (
    compiler.isFunctionTypeNode(node) ||
    compiler.isConstructorTypeNode(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isMethodDeclaration(node) ||
    compiler.isConstructorDeclaration(node) ||
    compiler.isMethodSignature(node) ||
    compiler.isCallSignatureDeclaration(node) ||
    compiler.isConstructSignatureDeclaration(node)
  );
}

/** What a name in a type stands for. */
export function symbolOf(world: DeclarationWorld, node: ts.EntityName | ts.Expression): ts.Symbol | undefined {
  return world.resolve(world.checker.getSymbolAtLocation(node));
}

/** Lets the things meet that both types name. */
export function meetReferences(walk: Walk, { before, after }: Pair<ts.Node>, { direction }: Site): void {
  const old = new Map(referencesIn(walk.compiler, before, direction).map((reference) => [reference.name, reference]));
  for (const { name, node, direction: way, isOpen } of referencesIn(walk.compiler, after, direction)) {
    const counterpart = old.get(name);
    const [was, is] = [counterpart && symbolOf(walk.before, counterpart.node), symbolOf(walk.after, node)];
    if (was && is) walk.meet({ before: was, after: is }, { label: name, direction: way, isOpen });
  }
}
