/** What artifacts of OCI are: references, descriptors, manifests, indexes, and their JSON. */
package io.funclet.host.cli.oci.model;
