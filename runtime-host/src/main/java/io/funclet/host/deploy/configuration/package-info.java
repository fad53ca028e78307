/** Configurations of components: the files beside the jars, and a ConfigurationAdmin that has their values. */
package io.funclet.host.deploy.configuration;
