package greenloom.internal.process;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lambda on its way. Unlike {@link SerializedLambda} it needs no help of the class in which the lambda was written, so that also those can be sent
 * that only the weaver has made serializable.
 */
final class LambdaForm implements Serializable {
    private static final long serialVersionUID = 1;

    private static final ClassValue<Map<String, MethodHandle>> FACTORIES = new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> host) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Class<?> host;

    /** The interface, its method and that one's type; the kind of the code, its class, name and type; the interface's method as it is called. */
    private final String[] names;
    private final int kind;

    @SuppressWarnings("serial") // Where they are not serializable, that is told.
    private final @Nullable Object[] captured;

    LambdaForm(Class<?> host, SerializedLambda lambda) {
        this.host = host;
        this.kind = lambda.getImplMethodKind();
        this.names = new String[] {lambda.getFunctionalInterfaceClass(), lambda.getFunctionalInterfaceMethodName(),
                lambda.getFunctionalInterfaceMethodSignature(), lambda.getImplClass(), lambda.getImplMethodName(),
                lambda.getImplMethodSignature(), lambda.getInstantiatedMethodType()};
        this.captured = new Object[lambda.getCapturedArgCount()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = lambda.getCapturedArg(i);
        }
    }

    /** The lambda again. */
    private Object readResolve() throws InvalidObjectException {
        try {
            String key = kind + String.join(" ", names);
            MethodHandle factory = FACTORIES.get(host).get(key);
            if (factory == null) {
                factory = factory();
                FACTORIES.get(host).put(key, factory);
            }
            return factory.invokeWithArguments(captured);
        } catch (Throwable e) {
            InvalidObjectException failure = new InvalidObjectException("no such lambda in " + host.getName());
            failure.initCause(e);
            throw failure;
        }
    }

    private MethodHandle factory() throws Throwable {
        Lookup lookup = Doors.of(host);
        Class<?> owner = type(names[3]);
        MethodType code = methodType(names[5]);
        Stream<Class<?>> receiver = kind == MethodHandleInfo.REF_invokeStatic
                || kind == MethodHandleInfo.REF_newInvokeSpecial ? Stream.empty() : Stream.of(owner);
        Class<?>[] given = Stream.concat(receiver, code.parameterList().stream()).limit(captured.length)
                .toArray(Class<?>[]::new);
        return LambdaMetafactory.altMetafactory(lookup, names[1], MethodType.methodType(type(names[0]), given),
                methodType(names[2]), code(lookup, owner, code), methodType(names[6]),
                LambdaMetafactory.FLAG_SERIALIZABLE).getTarget();
    }

    private MethodHandle code(Lookup lookup, Class<?> owner, MethodType type) throws ReflectiveOperationException {
        return switch (kind) {
            case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, names[4], type);
            case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(owner, type);
            case MethodHandleInfo.REF_invokeSpecial -> lookup.findSpecial(owner, names[4], type, host);
            default -> lookup.findVirtual(owner, names[4], type);
        };
    }

    private Class<?> type(String internalName) throws ClassNotFoundException {
        return Class.forName(internalName.replace('/', '.'), false, host.getClassLoader());
    }

    private MethodType methodType(String descriptor) {
        return MethodType.fromMethodDescriptorString(descriptor, host.getClassLoader());
    }
}
