package greenloom.internal.weave;

import java.lang.classfile.ClassTransform;

/** One thing that the weaver does to each class of user code. */
@FunctionalInterface
public interface Pass {

    /** What to do to the class {@code name}; {@link ClassTransform#ACCEPT_ALL} for nothing. */
    ClassTransform of(String name);
}
