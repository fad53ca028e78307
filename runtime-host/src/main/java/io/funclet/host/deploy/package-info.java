/**
 * From a changed file to a serving version.
 *
 * <p>Follow one jar: FileInstall notices it and tells the {@link io.funclet.host.deploy.JarWatch}, which leaves it
 * with the {@link io.funclet.host.deploy.Deployer}. A worker looks at its {@link io.funclet.host.deploy.DeployedFile} and
 * runs a {@link io.funclet.host.deploy.Deployment}: the jar is copied and checked
 * ({@link io.funclet.host.deploy.StagedJar}), and an {@link io.funclet.host.deploy.Attempt} is made to have it serve. Its
 * {@link io.funclet.host.deploy.ChangeSet} is the new bundle and a further copy of each that uses what it replaces
 * ({@link io.funclet.host.deploy.Dependants}), or would like to use it ({@link io.funclet.host.deploy.MissedWiring}): they are
 * installed beside the old ones ({@link io.funclet.host.deploy.InstalledJar}), resolved and started; their functions,
 * which {@link io.funclet.host.deploy.FunctionServices} saw arrive in the service registry, are put up in one step in
 * the {@link io.funclet.host.deploy.ServedHandlers} of their directory, where a
 * {@link io.funclet.host.deploy.ProviderSelection} decides who serves. Then the {@link io.funclet.host.deploy.BundleRetirement} of the old
 * ones begin; or a {@link io.funclet.host.deploy.Rollback} takes the attempt back.
 *
 * <p>Who may use whom meanwhile, {@link io.funclet.host.deploy.InstalledJars} says. A deployment holds
 * {@link io.funclet.host.deploy.FileLocks} on the files of all bundles that it replaces.
 *
 * <p>Whoever asks why something runs, or does not, is answered by the {@link io.funclet.host.deploy.Explainer}; before
 * anything is deployed, by the {@link io.funclet.host.deploy.OfflineCheck}. Which functions a jar would bring that does not
 * run, {@link io.funclet.host.deploy.ComponentDescriptions} reads from it.
 */
package io.funclet.host.deploy;
