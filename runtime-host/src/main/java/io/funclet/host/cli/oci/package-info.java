/** Artifacts of OCI: their format, registries, layouts of images, and logins. */
package io.funclet.host.cli.oci;
