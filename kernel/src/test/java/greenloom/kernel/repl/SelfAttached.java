package greenloom.kernel.repl;

import com.sun.tools.attach.VirtualMachine;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Gives this JVM the agent that a packaged kernel gets from its jar's manifest. */
final class SelfAttached {
    private SelfAttached() {}

    static synchronized void agent() throws Exception {
        if (Agent.instrumentation().isPresent()) {
            return;
        }
        Path jar = Files.createTempFile("agent", ".jar");
        try {
            Manifest manifest = new Manifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            attributes.putValue("Agent-Class", Agent.class.getName());
            attributes.putValue("Can-Redefine-Classes", "true");
            try (OutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                out.flush();
            }
            VirtualMachine self = VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
            self.loadAgent(jar.toString());
            self.detach();
        } finally {
            Files.delete(jar);
        }
    }
}
