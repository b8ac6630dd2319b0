import { run } from '@cdev/core/subprocess';
import type { Artefact } from '../artefact/artefact.ts';
import { marker, readArtefact } from '../artefact/read-artefact.ts';
import { tarStream } from '../artefact/tar-stream.ts';
import { errors } from '../errors.ts';
import { hold, type HeldHost } from './host-steps.ts';

export interface Upload {
  readonly artefact: Artefact;
  readonly release: string;
  /** A release on the host whose unchanged files are linked, not sent; undefined sends all in one stream. */
  readonly basis: string | undefined;
}

// Of this run alone: what a deployer that lost its lock still sends is in nobody's way.
const incoming = 'into=$base/releases/.incoming-$run\n';

/**
 * Brings a release to a host. It takes its place by one rename when it is whole, so there is never a half one.
 * @throws CDEV_E_DEPLOY_STEP_FAILED, _ARTEFACT_MOVED, _LOCK_LOST, _HOST_LOST
 */
export async function upload(held: HeldHost, { artefact, release, basis }: Upload): Promise<void> {
  const place = placeScript(release, artefact.digest);
  const begin = `${incoming}enter\nfree_mutex\nrm -rf "$into"\nmkdir "$into" || fail "$into cannot be made (is the disk full?)"\n`;
  if (basis !== undefined) {
    await hold(held, begin, { step: 'upload', timeLimit: 60 });
    await sendChanges(held, artefact, basis);
    // What was sent last may have been read before the folder changed.
    if ((await readArtefact(artefact.folder)).digest !== artefact.digest)
      throw errors.make('CDEV_E_DEPLOY_ARTEFACT_MOVED', { artefact: artefact.folder });
    await hold(held, `${incoming}${place}`, { step: 'upload', timeLimit: 600 });
    return;
  }
  let failure: Error | undefined;
  const unpack = `${begin}tar -xopf - -C "$into" <&3 || { rm -rf "$into"; fail "the release could not be unpacked (is the disk full?)"; }
[ "$(cat "$into/${marker}" 2>/dev/null)" = ${artefact.digest} ] || { rm -rf "$into"; fail "the upload broke off"; }
rm -f "$into/${marker}"
${place}`;
  const stream = () => tarStream(artefact).on('error', (error) => (failure = error));
  await hold(held, unpack, { step: 'upload', stream }).catch((error: unknown) => {
    throw failure ?? error;
  });
}

function placeScript(release: string, digest: string): string {
  return `enter
[ ! -f "$state/releases/${release}" ] || fail "there is a release ${release} already"
[ "$(current)" != ${release} ] || fail "release ${release} is the current one, though there is no record of it"
chmod -R u+w "$base/releases/${release}" 2>/dev/null
rm -rf "$base/releases/${release}"
mv "$into" "$base/releases/${release}" || fail "the release cannot be put in its place"
put 'releases/${release}' ${digest}
free_mutex
`;
}

/** Contents are compared, not times: a build that sets all times alike would hide what changed. */
async function sendChanges({ open, tenure, context }: HeldHost, artefact: Artefact, basis: string): Promise<void> {
  const { host, socket } = open;
  const base = host.path.startsWith('~/') ? host.path.slice(2) : host.path;
  const shell = [
    'ssh',
    ...[
      'ControlMaster=no',
      `ControlPath=${socket}`,
      'BatchMode=yes',
      'StrictHostKeyChecking=yes',
      'RemoteCommand=none',
      'RequestTTY=no',
    ].flatMap((setting) => ['-o', setting]),
    // Only ever through the connection that is there, whose host is known.
    '-o',
    'ProxyCommand=false',
  ];
  const address = host.address.includes(':') ? `[${host.address}]` : host.address;
  const result = await run(
    'rsync',
    [
      '-rlp',
      '--checksum',
      '--delete',
      '-s',
      '--chmod=D755,Fa=rX',
      `--link-dest=../${basis}`,
      '-e',
      shell.join(' '),
      '--',
      `${artefact.folder}/`,
      `${host.user === undefined ? '' : `${host.user}@`}${address}:${base}/releases/.incoming-${tenure.run}/`,
    ],
    { cwd: artefact.folder, signal: context.signal, allowFailure: true },
  );
  if (!result.ok)
    throw errors.make('CDEV_E_DEPLOY_STEP_FAILED', {
      host: host.name,
      step: 'upload',
      reason: result.stderr.trim().split('\n').slice(0, 3).join('\n'),
    });
}
