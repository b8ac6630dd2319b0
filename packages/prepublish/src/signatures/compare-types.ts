import type ts from 'typescript';
import { compareMembers } from './compare-members.ts';
import { compareSignatures } from './compare-signatures.ts';
import { isCovariant, meetReferences } from './references.ts';
import type { Pair, Site, Walk } from './walk.ts';

/** Compares two written types; what is written alike is alike, as far as the things it names are, and those meet. */
export function compareTypes(walk: Walk, pair: Pair<ts.TypeNode | undefined>, site: Site, verb = 'is'): void {
  const { before, after } = pair;
  const { compiler } = walk;
  if (!before || !after) {
    // What is not annotated is any, or what the initialiser says.
    if (before !== after && after) walk.tell('unknown', `${site.label} ${verb} ${walk.print(after)} now`, after);
    return;
  }
  const [was, is] = [plain(walk, before), plain(walk, after)];
  if (walk.print(was) === walk.print(is)) {
    meetReferences(walk, { before: was, after: is }, site);
    return;
  }
  if (compiler.isFunctionTypeNode(was) && compiler.isFunctionTypeNode(is)) {
    compareSignatures(walk, { before: was, after: is }, site);
  } else if (compiler.isTypeLiteralNode(was) && compiler.isTypeLiteralNode(is)) {
    compareMembers(walk, { before: [was], after: [is] }, site);
  } else if (compiler.isArrayTypeNode(was) && compiler.isArrayTypeNode(is)) {
    compareTypes(walk, { before: was.elementType, after: is.elementType }, site, verb);
  } else if (isSameGeneric(walk, was, is)) {
    was.typeArguments?.forEach((argument, at) =>
      compareTypes(walk, { before: argument, after: (is as ts.TypeReferenceNode).typeArguments?.[at] }, site, verb),
    );
  } else {
    meetReferences(walk, { before: was, after: is }, site);
    walk.ask({ before: was, after: is, site, verb });
  }
}

/** Without parentheses. */
function plain({ compiler }: Walk, node: ts.TypeNode): ts.TypeNode {
  let inner = node;
  while (compiler.isParenthesizedTypeNode(inner)) inner = inner.type;
  return inner;
}

function isSameGeneric({ compiler }: Walk, was: ts.TypeNode, is: ts.TypeNode): was is ts.TypeReferenceNode {
  return (
    compiler.isTypeReferenceNode(was) &&
    compiler.isTypeReferenceNode(is) &&
    was.typeName.getText() === is.typeName.getText() &&
    isCovariant(was.typeName.getText()) &&
    was.typeArguments?.length === is.typeArguments?.length
  );
}
