import { qualifiedName, writtenAs, writtenPath } from '../syntax/callee.ts';
import { child, children, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { functionName } from './functions-of-file.ts';
import type { OutsideData } from './outside-data.ts';

const address: OutsideData = { kind: 'page', what: 'the address of the page' };
/** What React's, Next's and Vue's routers give: the query itself, or a route that has it. */
const queryHooks = /(^|\.)(useSearchParams|useQueryParams)$/;
const routeHooks = /(^|\.)(useRouter|useRoute|useLocation)$/;
const ofRoute = /^(query|params|hash|asPath|fullPath|search)$/;

/** What a path such as `location.hash` brings from whoever made the link, or opened the window. */
export function pagePath(path: readonly string[]): OutsideData | undefined {
  const isWindow = /^(window|document|self|globalThis)$/.test(path[0] ?? '');
  const [first = '', second = ''] = isWindow ? path.slice(1) : path;
  if (first === 'location' && /^(hash|search|href|toString)$/.test(second)) return address;
  if (path[0] === 'document' && /^(URL|documentURI|baseURI)$/.test(first)) return address;
  if (path[0] === 'document' && first === 'referrer') return { kind: 'page', what: 'the address of the page before' };
  if (path[0] === 'window' && path.length === 2 && first === 'name')
    return { kind: 'page', what: 'the name that another page gave the window' };
  return undefined;
}

/** `this.$route.query.name` of Vue, in its markup without `this`; `$page.url` of SvelteKit; `this.route.snapshot.queryParams` of Angular. */
export function routePath(path: readonly string[]): OutsideData | undefined {
  const snapshot = path.indexOf('snapshot');
  if (snapshot > 0 && isRouteOfAngular(path.slice(0, snapshot), path[snapshot + 1])) return address;
  const [first = '', second = ''] = path[0] === 'this' ? path.slice(1) : path;
  if (first === '$page') return /^(url|params)$/.test(second) ? address : undefined;
  return first === '$route' && ofRoute.test(second) ? address : undefined;
}

/** `this.route.queryParams.subscribe((query) => …)` */
export function routeGiven(stream: readonly string[]): OutsideData | undefined {
  return isRouteOfAngular(stream.slice(0, -1), stream.at(-1)) ? address : undefined;
}

function isRouteOfAngular(route: readonly string[], field = ''): boolean {
  return /^_?(\w*[rR]oute)$/.test(route.at(-1) ?? '') && /^((query)?[pP]aram(s|Map)|fragment)$/.test(field);
}

/** `useSearchParams()`, and of what `useRouter()` gives what is in the address. */
export function fromRouter(file: SourceFile, node: Node, path: readonly string[] = []): OutsideData | undefined {
  const field = node.type === 'MemberExpression' ? nameOf(child(node, 'property')) : path[0];
  const given = node.type === 'MemberExpression' ? child(node, 'object') : node;
  const made = given && writtenAs(file, given);
  const name = made?.type === 'CallExpression' ? qualifiedName(file, child(made, 'callee')) : undefined;
  if (name === undefined) return undefined;
  if (queryHooks.test(name)) return address;
  return routeHooks.test(name) && ofRoute.test(field ?? '') ? address : undefined;
}

/** A function that hears what other windows say to this one, and does not ask which it is. */
export function hearsEveryPage(file: SourceFile, of: Node): boolean {
  if (!isListener(file, of)) return false;
  return !/\borigin\b|\.source\b/i.test(file.textOf(of));
}

function isListener(file: SourceFile, of: Node): boolean {
  const { parent } = of;
  if (parent?.type === 'AssignmentExpression')
    return /^window\.onmessage$/.test(writtenPath(child(parent, 'left'))?.join('.') ?? '');
  if (parent?.type === 'CallExpression') return isListening(parent);
  const name = functionName(of);
  return name !== undefined && isFunction(of) && listenersOf(file).has(name);
}

const known = new WeakMap<SourceFile, ReadonlySet<string>>();

/** The names of the functions that are given to the window; asked of every function whose caller is not known. */
function listenersOf(file: SourceFile): ReadonlySet<string> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const calls = file.text.includes('addEventListener') ? (file.nodes.get('CallExpression') ?? []) : [];
  const names = calls.filter(isListening).map((call) => nameOf(children(call, 'arguments')[1]) ?? '');
  const listeners = new Set(names);
  known.set(file, listeners);
  return listeners;
}

/** Those of workers and ports hear only who has them. */
function isListening(call: Node): boolean {
  const path = writtenPath(child(call, 'callee'))?.join('.');
  return path === 'window.addEventListener' && literalText(children(call, 'arguments')[0]) === 'message';
}
