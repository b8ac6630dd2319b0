import type { Binding } from '../syntax/binding.ts';
import { qualifiedName, writtenAs, writtenPath } from '../syntax/callee.ts';
import { bare, child, children, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { routeGiven } from './page-data.ts';
import { outsidePath, type OutsideData } from './outside-data.ts';
import type { Trace } from './trace.ts';

const input: OutsideData = { kind: 'argument', what: 'the standard input' };

/** `for await (const chunk of req)`, `for await (const line of readline.createInterface(…))` */
export function ofStream(file: SourceFile, binding: Binding): Trace | undefined {
  const stream = binding.kind === 'loop' && binding.values[0] ? bare(binding.values[0]) : undefined;
  if (stream === undefined) return undefined;
  if (isInput(file, stream)) return found(input, stream);
  return stream.type === 'Identifier' ? bodyOf(file, stream) : undefined;
}

function found(data: OutsideData, source: Node): Trace {
  return { ...data, source, steps: [], through: [] };
}

/** What a request has in it as a stream. */
function bodyOf(file: SourceFile, stream: Node): Trace | undefined {
  const direct = outsidePath(file, [stream['name'] as string, 'body'], stream);
  return direct?.kind === 'request' ? found(direct, stream) : undefined;
}

/** `req.on('data', (chunk) => …)`, and what comes in by a connection: `server.on('connection', (socket) => socket.on('message', (text) => …))`. */
export function ofMessage(file: SourceFile, call: Node, callee: Node): Trace | undefined {
  const [event] = children(call, 'arguments').map((argument) => literalText(argument));
  const object = child(callee, 'object');
  if (nameOf(child(callee, 'property')) === 'subscribe') {
    const route = routeGiven(writtenPath(object) ?? []);
    return route && found(route, call);
  }
  if (object !== undefined && isInput(file, object)) {
    const isText = nameOf(child(callee, 'property')) === 'question' || /^(data|line)$/.test(event ?? '');
    return isText ? found(input, call) : undefined;
  }
  if (object?.type !== 'Identifier' || event === undefined || /^(close|end|error|open|pong|disconnect\w*)$/.test(event))
    return undefined;
  const body = event === 'data' ? bodyOf(file, object) : undefined;
  if (body) return body;
  const of = file.resolve(object['name'] as string, object)?.parameter?.of.parent;
  if (of?.type !== 'CallExpression') return undefined;
  const name = qualifiedName(file, child(of, 'callee')) ?? '';
  if (event === 'data' && /^https?\.(get|request)$/.test(name))
    return found({ kind: 'network', what: 'an answer of the network' }, call);
  const method = nameOf(child(child(of, 'callee'), 'property'));
  const heard = literalText(children(of, 'arguments')[0]) ?? '';
  const isConnection =
    /^(net|tls)\.create(Secure)?Server$/.test(name) ||
    (method === 'on' && /^connect(ion)?$/.test(heard)) ||
    // express-ws
    (method === 'ws' && heard.startsWith('/'));
  return isConnection ? found({ kind: 'request', what: 'a message of a connection' }, call) : undefined;
}

/** `await rl.question('…')`, `readFileSync(0)` */
export function fromInput(file: SourceFile, call: Node): OutsideData | undefined {
  const callee = child(call, 'callee');
  const object = callee?.type === 'MemberExpression' ? child(callee, 'object') : undefined;
  if (object && nameOf(child(callee, 'property')) === 'question' && isInput(file, object)) return input;
  if (!/^fs\.readFile(Sync)?$/.test(qualifiedName(file, callee) ?? '')) return undefined;
  const from = children(call, 'arguments')[0];
  const isStandard = from?.['value'] === 0 || literalText(from) === '/dev/stdin';
  return isStandard || writtenPath(from)?.join('.') === 'process.stdin.fd' ? input : undefined;
}

/** `process.stdin`, or what reads its lines. */
function isInput(file: SourceFile, node: Node): boolean {
  if (writtenPath(bare(node))?.join('.') === 'process.stdin') return true;
  const made = writtenAs(file, node);
  if (made.type !== 'CallExpression') return false;
  return (
    /^readline(\/promises|\.promises)?\.createInterface$/.test(qualifiedName(file, child(made, 'callee')) ?? '') &&
    /\bstdin\b/.test(file.textOf(made))
  );
}
