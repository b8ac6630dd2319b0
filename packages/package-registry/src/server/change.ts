import type { Asking, Serving } from './answer-request.ts';
import { mayWrite } from './authorise.ts';
import { json, type Answer } from './deliver.ts';
import { published } from './publish.ts';

/** Carries a PUT, POST or DELETE out; undefined for what this registry does not know, which is then asked for upstream. */
export async function changed(serving: Serving, asking: Asking): Promise<Answer | undefined> {
  const { method, path } = asking;
  const tag = /^-\/package\/((?:@[^/]+\/)?[^/]+)\/dist-tags\/([^/]+)$/.exec(path);
  if (tag) return refusal(asking, tag[1] ?? '') ?? changedTag(serving, asking, tag[1] ?? '', tag[2] ?? '');
  // An audit asks by POST; behind nothing there are no advisories.
  if (path.startsWith('-/'))
    return path.startsWith('-/npm/v1/security/') && serving.upstream === false ? json(200, {}) : undefined;
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(path) ?? [];
  const isRemoval = method === 'DELETE' && serving.store.packument(name) !== undefined;
  if (isRemoval) return refusal(asking, name) ?? removed(serving, name, rest);
  if (method !== 'PUT' || !/^(?:\/-rev\/[^/]+)?$/.test(rest)) return undefined;
  return refusal(asking, name) ?? published(serving, asking, name);
}

function refusal({ user, otp }: Asking, name: string): Answer | undefined {
  if (!user) return json(401, { error: 'You must be logged in to publish packages.' });
  if (!mayWrite(user, name)) return json(403, { error: `${user.name} may not write ${name}` });
  if (user.otp === undefined || otp === user.otp) return undefined;
  const answer = json(401, {
    error: 'You must provide a one-time pass. Upgrade your client to npm@latest in order to use 2FA.',
  });
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'OTP' } };
}

async function changedTag({ store }: Serving, { method, body }: Asking, name: string, tag: string): Promise<Answer> {
  if (method === 'DELETE') {
    if (tag === 'latest') return json(400, { error: 'the tag latest cannot be removed' });
    return store.removeTag(name, tag) ? json(200, { ok: true }) : json(404, { error: `no tag ${tag}` });
  }
  const version: unknown = JSON.parse((await body()).toString('utf8'));
  return store.setTag(name, tag, String(version))
    ? json(201, { ok: true })
    : json(404, { error: `no version ${String(version)}` });
}

/** Of `npm unpublish`: the document with its revision, or the tarball of one version. */
function removed({ store }: Serving, name: string, rest: string): Answer {
  const tarball = /^\/-\/(.+\.tgz)\/-rev\//.exec(rest)?.[1];
  if (tarball === undefined) return json(200, { ok: store.remove(name) });
  return json(200, { ok: true });
}
