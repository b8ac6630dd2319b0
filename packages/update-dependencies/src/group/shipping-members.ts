import type { Project } from '../look/project.ts';

/** Names of the publishable packages whose users get one of these dependencies. */
export function shippingMembers(
  { workspace }: Pick<Project, 'workspace'>,
  names: readonly string[],
): readonly string[] {
  return workspace.members
    .filter(
      ({ isPublishable, manifest }) =>
        isPublishable &&
        ['dependencies', 'optionalDependencies'].some((list) =>
          names.some((name) => Object.hasOwn((manifest[list] as object | undefined) ?? {}, name)),
        ),
    )
    .map(({ name }) => name);
}
