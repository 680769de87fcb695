Console.WriteLine("EchoClient");
