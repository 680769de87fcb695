using System.Reflection;
using System.Reflection.Emit;
using SctpConnections.Linux.Interop;

namespace SctpConnections.Linux.Tests.Interop;

/// <summary>The interop structs and constants of this process, by reflection so that none is forgotten.</summary>
internal static class ManagedLayout
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Kernel structs are the value types in lower case.</summary>
    internal static IReadOnlyDictionary<string, Type> Structs { get; } = typeof(LibC).Assembly.GetTypes()
        .Where(type => type is { IsValueType: true, IsNested: false }
            && type.Namespace == typeof(LibC).Namespace
            && char.IsAsciiLetterLower(type.Name[0]))
        .ToDictionary(type => type.Name);

    internal static IReadOnlyDictionary<string, long> Constants { get; } =
        new[] { typeof(SctpConstants), typeof(LibCConstants), typeof(Errno), typeof(DiagConstants), typeof(PacketConstants) }
            .SelectMany(type => type.GetFields(AnyStatic))
            .Where(field => field.IsLiteral)
            .ToDictionary(
                field => field.Name,
                field => Convert.ToInt64(field.GetRawConstantValue(), provider: null));

    /// <summary>The named fields; two underscores mark padding that C calls something else.</summary>
    internal static IEnumerable<FieldInfo> FieldsOf(Type type) => type.GetFields(AnyInstance)
        .Where(field => !field.Name.StartsWith("__", StringComparison.Ordinal))
        .OrderBy(OffsetOf);

    internal static IEnumerable<string> Describe(Type type) => FieldsOf(type)
        .Select(field => $"{field.Name} at {OffsetOf(field)}, {SizeOf(field.FieldType)} bytes")
        .Prepend($"{SizeOf(type)} bytes");

    // The IL instruction and not Marshal.SizeOf, which answers for a marshalled copy.
    internal static int SizeOf(Type type)
    {
        var method = new DynamicMethod("size", typeof(int), null, typeof(ManagedLayout).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Sizeof, type);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    internal static int OffsetOf(FieldInfo field)
    {
        var method = new DynamicMethod("offset", typeof(int), null, typeof(ManagedLayout).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var instance = il.DeclareLocal(field.DeclaringType!);
        il.Emit(OpCodes.Ldloca, instance);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, instance);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }
}
