/**
 * From a changed file to a serving version.
 *
 * <p>Follow one jar: FileInstall notices it and tells the {@link io.funclet.host.deploy.JarInstaller}, which leaves it
 * with the {@link io.funclet.host.deploy.Deployer}. A worker runs a {@link io.funclet.host.deploy.Deployment}: the jar is
 * copied and checked ({@link io.funclet.host.deploy.StagedJar}), installed beside the old version and started
 * ({@link io.funclet.host.deploy.InstalledJar}); its functions, which
 * {@link io.funclet.host.deploy.FunctionServices} saw arrive in the service registry, are put up in their
 * {@link io.funclet.host.deploy.CodeDirectory}, where a {@link io.funclet.host.deploy.Contest} decides who serves; then
 * the old version is drained and removed.
 */
package io.funclet.host.deploy;
