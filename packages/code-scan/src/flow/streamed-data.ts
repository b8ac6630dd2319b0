import type { Binding } from '../syntax/binding.ts';
import { bare, child, children, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { outsidePath } from './outside-data.ts';
import type { Trace } from './trace.ts';

/** `for await (const chunk of req)` */
export function ofStream(file: SourceFile, binding: Binding): Trace | undefined {
  const stream = binding.kind === 'loop' && binding.values[0] ? bare(binding.values[0]) : undefined;
  return stream?.type === 'Identifier' ? bodyOf(file, stream) : undefined;
}

/** What a request has in it as a stream. */
function bodyOf(file: SourceFile, stream: Node): Trace | undefined {
  const direct = outsidePath(file, [stream['name'] as string, 'body'], stream);
  return direct?.kind === 'request' ? { ...direct, source: stream, steps: [], through: [] } : undefined;
}

/** `req.on('data', (chunk) => …)`, and what comes in by a connection: `server.on('connection', (socket) => socket.on('message', (text) => …))`. */
export function ofMessage(file: SourceFile, call: Node, callee: Node): Trace | undefined {
  const [event] = children(call, 'arguments').map((argument) => literalText(argument));
  const object = child(callee, 'object');
  if (object?.type !== 'Identifier' || event === undefined || /^(close|end|error|open|pong|disconnect\w*)$/.test(event))
    return undefined;
  const body = event === 'data' ? bodyOf(file, object) : undefined;
  if (body) return body;
  const of = file.resolve(object['name'] as string, object)?.parameter?.of.parent;
  const isConnection =
    of?.type === 'CallExpression' &&
    nameOf(child(child(of, 'callee'), 'property')) === 'on' &&
    /^connect(ion)?$/.test(literalText(children(of, 'arguments')[0]) ?? '');
  return isConnection
    ? { kind: 'request', what: 'a message of a connection', source: call, steps: [], through: [] }
    : undefined;
}
