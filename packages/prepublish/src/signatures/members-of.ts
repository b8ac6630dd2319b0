import type ts from 'typescript';
import type { Compiler } from './compiler.ts';

/** A class, an interface or a written object type. */
export type Container = ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.TypeLiteralNode;
type Element = ts.ClassElement | ts.TypeElement;
export type Callable = Element & ts.SignatureDeclarationBase;

/** One member by name: a property, or all overloads of a method. */
export interface Member {
  /** As people write it: `color`, `static create`, `[Symbol.iterator]`, `new ()`. */
  readonly name: string;
  readonly first: Element;
  readonly callables: readonly Callable[];
  readonly type: ts.TypeNode | undefined;
  readonly isOptional: boolean;
  /** Users of the class or interface see it. */
  readonly isPublic: boolean;
  /** Declared, and told to be nobody's: by @internal. */
  readonly isInternal: boolean;
  readonly isAbstract: boolean;
}

/** The members of all declarations of one thing, by name. */
export function membersOf(compiler: Compiler, containers: readonly Container[]): ReadonlyMap<string, Member> {
  const elements = containers.flatMap((container) => [...container.members] as Element[]);
  const byName = Map.groupBy(
    elements.filter((element) => !compiler.isSemicolonClassElement(element)),
    (element) => nameOf(compiler, element),
  );
  return new Map([...byName].map(([name, group]) => [name, memberOf(compiler, name, group)]));
}

function memberOf(compiler: Compiler, name: string, group: readonly Element[]): Member {
  const [first] = group as [Element];
  const flags = compiler.getCombinedModifierFlags(first);
  const hidden = compiler.ModifierFlags.Private | compiler.ModifierFlags.Protected;
  const getter = group.find(compiler.isGetAccessorDeclaration) ?? first;
  return {
    name,
    first,
    callables: group.filter((each): each is Callable => isCallable(compiler, each)),
    type: typeOf(compiler, getter),
    isOptional: 'questionToken' in first && first.questionToken !== undefined,
    isPublic: (flags & hidden) === 0 && !/^(?:static )?[#_]/.test(name),
    isInternal: compiler.getJSDocTags(first).some(({ tagName }) => tagName.text === 'internal'),
    isAbstract: (flags & compiler.ModifierFlags.Abstract) !== 0,
  };
}

function isCallable(compiler: Compiler, element: Element): boolean {
  return (
    compiler.isMethodSignature(element) ||
    compiler.isMethodDeclaration(element) ||
    compiler.isConstructorDeclaration(element) ||
    compiler.isCallSignatureDeclaration(element) ||
    compiler.isConstructSignatureDeclaration(element)
  );
}

function typeOf(compiler: Compiler, element: Element): ts.TypeNode | undefined {
  if (compiler.isSetAccessorDeclaration(element)) return element.parameters[0]?.type;
  return 'type' in element ? (element.type as ts.TypeNode | undefined) : undefined;
}

function nameOf(compiler: Compiler, element: Element): string {
  if (compiler.isConstructorDeclaration(element) || compiler.isConstructSignatureDeclaration(element)) return 'new ()';
  if (compiler.isCallSignatureDeclaration(element)) return '()';
  if (compiler.isIndexSignatureDeclaration(element)) return `[${element.parameters[0]?.type?.getText() ?? 'string'}]`;
  const isStatic = (compiler.getCombinedModifierFlags(element) & compiler.ModifierFlags.Static) !== 0;
  const { name } = element;
  const text = name && compiler.isStringLiteral(name) ? name.text : (name?.getText() ?? '');
  return `${isStatic ? 'static ' : ''}${text}`;
}
