import type { Browser, PageElement } from './browser.ts';
import type { Child, Dash, Props, Wanted } from './dash.ts';

/** Runs in the browser first. Text gets into the page as text alone, never as HTML: names, messages and output come from elsewhere. */
export function pageElements(): void {
  const { document } = globalThis as unknown as Browser;
  const made = new WeakMap<object, { readonly tag: string; props: Props }>();
  const drawn = new Set(['svg', 'g', 'path', 'rect', 'circle', 'line', 'polyline', 'text', 'title']);

  const flat = (children: readonly Child[]): (Wanted | string)[] =>
    children.flatMap((child) => {
      if (child === false || child === undefined) return [];
      return Array.isArray(child) ? flat(child as readonly Child[]) : [child as Wanted | string];
    });
  const h: Dash['h'] = (tag, props = {}, ...children) => ({ tag, props, children: flat(children) });

  const create = ({ tag, props }: Wanted): PageElement => {
    const node = drawn.has(tag)
      ? document.createElementNS('http://www.w3.org/2000/svg', tag)
      : document.createElement(tag);
    made.set(node, { tag, props: {} });
    // What is typed is the reader's from then on.
    if (typeof props['value'] === 'string') node.value = props['value'];
    return node;
  };
  const dress = (node: PageElement, props: Props): void => {
    const known = made.get(node);
    if (!known) return;
    for (const name of new Set([...Object.keys(known.props), ...Object.keys(props)])) {
      const value = props[name];
      if (name === 'key' || name === 'value' || (value === known.props[name] && !name.startsWith('on'))) continue;
      if (name.startsWith('on')) (node as unknown as Record<string, unknown>)[name] = value ?? null;
      else if (value === undefined || value === false) node.removeAttribute(name);
      else node.setAttribute(name, value === true ? '' : String(value));
    }
    known.props = props;
  };
  const match = (parent: PageElement, children: readonly (Wanted | string)[]): PageElement[] => {
    const keyed = new Map<unknown, PageElement>();
    const free: PageElement[] = [];
    for (const node of parent.childNodes) {
      const key = made.get(node)?.props['key'];
      if (key === undefined) free.push(node);
      else keyed.set(key, node);
    }
    return children.map((child) => {
      if (typeof child === 'string') {
        const at = free.findIndex(({ nodeType }) => nodeType === 3);
        return at === -1 ? document.createTextNode(child) : (free.splice(at, 1)[0] as PageElement);
      }
      const key = child.props['key'];
      const isSame = (node: PageElement | undefined): boolean =>
        node !== undefined && made.get(node)?.tag === child.tag;
      if (key !== undefined) return isSame(keyed.get(key)) ? (keyed.get(key) as PageElement) : create(child);
      const at = free.findIndex(isSame);
      return at === -1 ? create(child) : (free.splice(at, 1)[0] as PageElement);
    });
  };
  const patch = (parent: PageElement, children: readonly (Wanted | string)[]): void => {
    const nodes = match(parent, children);
    const kept = new Set(nodes);
    // First what goes: an element that is moved loses the focus.
    for (const node of [...parent.childNodes].filter((each) => !kept.has(each))) node.remove();
    let at = parent.firstChild;
    for (const [index, node] of nodes.entries()) {
      if (node === at) at = node.nextSibling;
      else parent.insertBefore(node, at);
      const child = children[index] as Wanted | string;
      if (typeof child === 'string') {
        if (node.textContent !== child) node.textContent = child;
      } else {
        dress(node, child.props);
        patch(node, child.children);
      }
    }
  };
  const dash = { h, patch } as unknown as Dash;
  (globalThis as unknown as { dash: Dash }).dash = dash;
}
