import { errors } from '../errors.ts';
import { workShell } from '../host/host-shell.ts';
import { hold, type HeldHost } from '../host/host-steps.ts';
import { quote } from '../ssh/run-script.ts';
import {
  composeCommand,
  composeShell,
  dockerCommand,
  projectFilter,
  wholeAnswer,
  type ComposeSettings,
} from './compose-shell.ts';
import { pinnedImages, readModel, type NamedImage, type PulledImage } from './read-model.ts';

/**
 * Has the file checked by Compose itself, pulls the images and writes down which ones they are. Nothing that runs is touched.
 * @throws CDEV_E_DEPLOY_STEP_FAILED, _LOCK_LOST, _HOST_LOST
 */
export async function prepareServices(held: HeldHost, settings: ComposeSettings, release: string): Promise<void> {
  const images = await checkFile(held, settings, release);
  const pulled = await pull(held, images, { settings, release });
  const body = `enter
mkdir -p "$state/images" || fail "$state cannot be written (is the disk full?)"
put 'images/${release}.yaml' ${quote(pinnedImages(pulled))}
`;
  await hold(held, body, { step: 'compose images', timeLimit: 60 });
}

async function checkFile(held: HeldHost, settings: ComposeSettings, release: string): Promise<readonly NamedImage[]> {
  const { dotenv } = held.secrets;
  const step = 'compose config';
  const body = `enter
free_mutex
${composeShell(settings, release, dotenv)}
here=$(pwd -P)
theirs=$(${dockerCommand(`ps --all ${projectFilter(settings)} --format '{{.Label "com.docker.compose.project.working_dir"}}'`)} 2>&1) || fail "$theirs"
printf '%s\\n' "$theirs" > "$keys.model"
while IFS= read -r place; do
  case $place in '' | "$base"/releases/* | "\${here%/*}"/*) ;; *) fail "there are containers of a project $project already that are not ours, from $place" ;; esac
done < "$keys.model"
problem=$(${composeCommand('config --format json', false)} 2>&1 >"$keys.model") || fail "$(printf '%s' "$problem" | tr '\\n' ' ')"
say_whole model < "$keys.model"
`;
  const result = await hold(held, body, { step, data: dotenv, timeLimit: 120 });
  const model = readModel(wholeAnswer(result, 'model'));
  if ('images' in model) return model.images;
  throw errors.make('CDEV_E_DEPLOY_STEP_FAILED', { host: held.open.host.name, step, reason: model.problem });
}

interface Pull {
  readonly settings: ComposeSettings;
  readonly release: string;
}

async function pull(
  held: HeldHost,
  images: readonly NamedImage[],
  { settings, release }: Pull,
): Promise<readonly PulledImage[]> {
  const step = 'compose pull';
  const asks = images.map(
    ({ image }, index) =>
      `found=$(${dockerCommand(`image inspect --format '{{.Id}}{{range .RepoDigests}} {{.}}{{end}}' ${quote(image)}`)} 2>&1) || fail "$found"
printf '%s' "$found" | say_whole image${index}
`,
  );
  const body = compose(held, { settings, release, words: 'pull --quiet', isPinned: false });
  const result = await hold(held, `${body} || exit\n${asks.join('')}`, {
    step,
    data: held.secrets.dotenv,
    timeLimit: held.environment.hookTimeLimit + 60,
  });
  return images.map((image, index) => {
    const [id = '', ...digests] = wholeAnswer(result, `image${index}`).split(' ');
    return { ...image, id, digests };
  });
}

/**
 * Starts the services of a release as they were pinned, ends those of the project that it has no more, and waits until all run and are healthy.
 * @throws CDEV_E_DEPLOY_STEP_FAILED, _LOCK_LOST, _HOST_LOST
 */
export async function startServices(held: HeldHost, settings: ComposeSettings, release: string): Promise<void> {
  const limit = Math.ceil(held.environment.hookTimeLimit);
  const words = `up --detach --wait --wait-timeout ${limit} --no-build --quiet-pull --remove-orphans`;
  await hold(held, compose(held, { settings, release, words, isPinned: true }), {
    step: 'compose up',
    data: held.secrets.dotenv,
    timeLimit: limit + 60,
  });
}

/** Ends what runs where nothing ran before. Volumes stay, and so do images. */
export async function stopServices(held: HeldHost, { project }: ComposeSettings): Promise<void> {
  const body = `${workShell}
enter
free_mutex
project=${quote(project)}
export project
command=${quote(dockerCommand('compose --ansi never --project-name "$project" down --remove-orphans'))}
seconds=120
work
`;
  await hold(held, body, { step: 'compose down', timeLimit: 180 });
}

interface Words extends Pull {
  readonly words: string;
  readonly isPinned: boolean;
}

/** Under the same roof as hooks: one at a time on a host, ended when nobody waits for it. */
function compose(held: HeldHost, { settings, release, words, isPinned }: Words): string {
  return `${workShell}
enter
free_mutex
${composeShell(settings, release, held.secrets.dotenv)}command=${quote(composeCommand(words, isPinned))}
seconds=${Math.ceil(held.environment.hookTimeLimit) + 10}
work`;
}
