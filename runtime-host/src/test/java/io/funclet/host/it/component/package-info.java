/** Components of Declarative Services, their configurations and the services that they need. */
package io.funclet.host.it.component;
