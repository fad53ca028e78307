/** What the component descriptions of a bundle declare. */
package io.funclet.host.deploy.component;
