import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { DeployConfiguration, Environment } from './configuration.ts';
import { parseConfiguration } from './parse-configuration.ts';

const fileName = 'cdev.deploy.yaml';

export interface WhichEnvironment {
  readonly environment: string;
  /** Another file than `cdev.deploy.yaml` of the folder. */
  readonly file?: string | undefined;
}

/** @throws CDEV_E_DEPLOY_CONFIG_MISSING, CDEV_E_DEPLOY_CONFIG_INVALID */
export async function readConfiguration(
  { file }: Pick<WhichEnvironment, 'file'>,
  { cwd }: Context,
): Promise<DeployConfiguration> {
  const path = file === undefined ? join(cwd, fileName) : resolve(cwd, file);
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_DEPLOY_CONFIG_MISSING', { file: path, reason: code }, { cause });
  }
  return parseConfiguration(content, path);
}

export interface ChosenEnvironment {
  readonly configuration: DeployConfiguration;
  readonly environment: Environment;
}

/** @throws also CDEV_E_DEPLOY_ENVIRONMENT_UNKNOWN */
export async function chooseEnvironment(which: WhichEnvironment, context: Context): Promise<ChosenEnvironment> {
  const configuration = await readConfiguration(which, context);
  const environment = configuration.environments.find(({ name }) => name === which.environment);
  if (environment) return { configuration, environment };
  const known = configuration.environments.map(({ name }) => name).join(', ');
  throw errors.make('CDEV_E_DEPLOY_ENVIRONMENT_UNKNOWN', { name: which.environment, known });
}
