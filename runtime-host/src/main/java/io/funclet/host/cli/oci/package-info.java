/** Where artifacts of OCI are: registries, layouts of images, and the logins for them. */
package io.funclet.host.cli.oci;
